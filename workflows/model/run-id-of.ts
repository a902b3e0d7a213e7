/** The id of a run and of its workflow: from the episode, so that a hundred duplicates make one run. */
export function runIdOf(playbook: string, accountId: string, episodeKey: string): string {
  return `pb:${playbook}:${accountId}:${episodeKey}`;
}
