/** How long a client may take, and how much of a server it may have. Tests make some of them shorter. */
export type HttpLimits = typeof HTTP_LIMITS

/**
 * From an answer until the next request begins. Whoever calls gives an idle connection up before, lest it send a request into
 * one that is being closed: load balancers after 60 s, as most are set, nginx and the services a second before this.
 */
export const KEEP_ALIVE_MS = 72_000

export const HTTP_LIMITS = {
  /** From connecting, or from the first byte of a later request, until its headers are there. */
  headersMs: 10_000,
  /** From the same moment until its body is there too. */
  requestMs: 30_000,
  keepAliveMs: KEEP_ALIVE_MS,
  /** After which an idle connection makes room, where there are too many. */
  idleMs: 5_000,
  /** While the server stops, for which a connection may be idle: its client may have sent a request that is on its way. */
  lastRequestMs: 250,
  /**
   * Without a byte in either direction: a client that reads nothing of its answer. A live stream says something every 15 s.
   * Where some of the answer was taken by the kernel, Node.js looks twice, which makes it double.
   */
  silentMs: 30_000,
  /** For which some bytes of answers wait without a break: a client that reads too slowly. A live stream waits between its events. */
  backlogMs: 120_000,
  /** From a refusal that ends a connection until the socket is destroyed: in it the client can read why. */
  lingerMs: 500,
  /** How often the limits above are looked at, and so how late they may be. */
  checkEveryMs: 1_000,
  /** Ten times what the services and nginx open to each other. Each costs a descriptor and some 15 KB; beyond it new ones are dropped. */
  maxConnections: 8_192,
  /** Requests of one connection that are unanswered at once: each is handled at once, and no browser or proxy sends even two. */
  maxPipelined: 16,
  /** Node.js drops what is beyond its own limit without a word, the credentials perhaps; here that is 431. */
  maxHeaders: 100,
}
