/**
 * What the queue of a kind is called. Tasks keep the plain name, under which their queue was made before there were kinds.
 * `dead` and `retry` are no kinds: the adapters have queues of these names beside each.
 */
export function queueName(name: string, kind: string): string {
  return kind === 'task' ? name : `${name}.${kind}`
}
