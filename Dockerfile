# One image for all services; the command selects the one that runs.
FROM node:26-trixie-slim AS dependencies
WORKDIR /w2meet
COPY package.json package-lock.json ./
COPY packages packages
COPY services services
# Only what the services need: neither the embedded system's database, nor the npm package `node`, a second Node.js.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  --workspace services/user-service --workspace services/availability-service --workspace services/suggestion-service \
  --workspace services/worker-service --workspace services/gateway-service

FROM node:26-trixie-slim
# For the health check, and for people: docker-compose exec user-service curl http://localhost:8000/health
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends curl \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /w2meet
COPY --from=dependencies /w2meet ./
ENV NODE_ENV=production HOST=0.0.0.0
USER node
EXPOSE 8000
CMD ["node", "services/run.ts", "user-service"]
