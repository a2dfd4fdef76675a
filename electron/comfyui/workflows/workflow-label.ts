/** What a producer calls a workflow: the first sentence of its description, without what stands in brackets. */
export function workflowLabel({ workflowId, description }: { workflowId: string; description: string }): string {
  const [sentence = ''] = description.split(/(?<=[.!?])\s/)
  const label = sentence.replace(/\s*\([^)]*\)/g, '').replace(/[.\s]+$/, '')
  return label === '' ? workflowId : label
}
