// A file of its own, so that a Content-Security-Policy can forbid scripts within pages.
globalThis.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true })
