/** The user's editor, as other programs find it: `VISUAL`, `EDITOR`, else vi. */
export function usersEditor({ VISUAL, EDITOR }: NodeJS.ProcessEnv = process.env): string {
  return VISUAL || EDITOR || 'vi'
}
