/**
 * What the queue of a kind is called. Tasks keep the plain name, which their queue had before there were other kinds. RabbitMQ
 * has queues `….dead` and `….retry.N` beside it, so these are no names for kinds.
 */
export function queueName(name: string, kind: string): string {
  return kind === 'task' ? name : `${name}.${kind}`
}
