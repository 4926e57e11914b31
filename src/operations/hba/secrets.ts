/** Options of records that are passwords (PostgreSQL documentation, "LDAP Authentication", "RADIUS Authentication"). */
export const SECRET_OPTIONS: ReadonlySet<string> = new Set(['ldapbindpasswd', 'radiussecrets'])

/** `text` with the passwords of pg_hba.conf's options replaced by `***`. */
export function maskHbaSecrets(text: string): string {
  const names = [...SECRET_OPTIONS].join('|')
  return text
    .replaceAll(new RegExp(`"(${names})=(?:[^"\\n]|"")*"`, 'gi'), '"$1=***"')
    .replaceAll(new RegExp(`\\b(${names})=(?!\\*\\*\\*")(?:"(?:[^"\\n]|"")*"|[^\\s"])*`, 'gi'), '$1=***')
}
