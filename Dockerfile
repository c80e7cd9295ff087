# One image for all services, where the command selects the one that runs, and one for nginx before them.
FROM node:26-trixie-slim AS dependencies
WORKDIR /w2meet
COPY package.json package-lock.json ./
COPY packages packages
COPY services services
# Only what the services need: neither the embedded system, nor a second Node.js.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  --workspace services/user-service --workspace services/availability-service --workspace services/suggestion-service \
  --workspace services/worker-service --workspace services/gateway-service

FROM dependencies AS site
COPY tsconfig.json ./
COPY web web
RUN npm ci --ignore-scripts --no-audit --no-fund --workspace web --workspace services/gateway-service
RUN node services/gateway-service/src/write-site.ts /site

FROM node:26-trixie-slim AS services
# For the health check, and for people: docker-compose exec user-service curl http://localhost:8000/health
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends curl \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /w2meet
COPY --from=dependencies /w2meet ./
COPY --from=site /w2meet/web/dist web/dist
# For the operator: docker-compose exec worker-service npm run jobs -- list
COPY operator/src operator/src
ENV NODE_ENV=production HOST=0.0.0.0
USER node
EXPOSE 8000
CMD ["node", "services/run.ts", "user-service"]

FROM nginx:1.28 AS nginx
COPY services/gateway-service/nginx.conf services/gateway-service/run-nginx.sh /etc/nginx/
COPY --from=site /site /usr/share/nginx/w2meet
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
ENTRYPOINT ["sh", "/etc/nginx/run-nginx.sh"]
