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
  /** From the same moment as `headersMs` until the body is there too. */
  requestMs: 30_000,
  keepAliveMs: KEEP_ALIVE_MS,
  /** After which an idle connection makes room, where there are too many. */
  idleMs: 5_000,
  /** While the server stops, for which a connection may be idle: its client may have sent a request that is on its way. */
  lastRequestMs: 250,
  /**
   * Without a byte in either direction: a client that reads nothing of its answer. A live stream sends something every 15 s.
   * Where the kernel has taken a part of the answer, Node.js looks twice, which doubles this time.
   */
  silentMs: 30_000,
  /** How long bytes of answers may wait without a break: a client that reads too slowly. A live stream has breaks between events. */
  backlogMs: 120_000,
  /** From a refusal that ends a connection until the server destroys the socket: the client reads the refusal meanwhile. */
  lingerMs: 500,
  /** How often the server checks the limits above, and so how late it may act on them. */
  checkEveryMs: 1_000,
  /** Ten times as many as services and nginx open to each other; the server drops others. Each costs a descriptor and some 15 KB. */
  maxConnections: 8_192,
  /** Unanswered requests of one connection: handlers get them all at once, and no browser or proxy sends even two. */
  maxPipelined: 16,
  /** Node.js drops headers beyond its own limit without a word, perhaps the credentials; here the server answers 431. */
  maxHeaders: 100,
}
