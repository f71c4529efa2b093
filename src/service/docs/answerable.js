// Draws the operations: folded, with a filter over the groups, without the address bar and the list of schemas.
window.addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({
    dom_id: "#operations",
    url: "/openapi.json",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: -1,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
