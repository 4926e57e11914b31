/** What a command said, without date and logger: `INFO     starting PostgreSQL 15-main`. */
export function said(text: string): string {
  return text.replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (\w+ +)\S+ - /gm, '$1')
}
