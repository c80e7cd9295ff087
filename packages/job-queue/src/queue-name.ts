/**
 * The name of the queue of a kind. Tasks keep the plain name, which their queue had before there were other kinds. RabbitMQ
 * has queues `….dead` and `….retry.N` beside it, so these are no names for kinds.
 */
export function queueName(name: string, kind: string): string {
  return kind === 'task' ? name : `${name}.${kind}`
}

/** Throws where no queue was opened for a kind: no consumer would ever take its jobs. */
export function checkKind(kinds: object, kind: string): void {
  if (!Object.hasOwn(kinds, kind)) throw new Error(`There is no queue for jobs of the kind ${kind}`)
}
