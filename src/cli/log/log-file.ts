import { dirname, resolve } from 'node:path'
import { operational, usage } from '../../errors/kinds.js'

type Append = (text: string) => void
type Tell = (message: string) => void

const LABEL = "'-l' / '--log-file'"

/** A log that can't be written any more, on a full disk perhaps, ends no work half-way: that is told of, once. */
function lenient(append: Append, path: string, tell: Tell): Append {
  let told = false
  return (text) => {
    try {
      append(text)
    } catch (error) {
      if (told) return
      told = true
      tell(`records are missing in ${path}: ${(error as Error).message}`)
    }
  }
}

/**
 * Opens `--log-file` for appending; made with mode 0600. A usage error if it can't be written. `tell` is called when it
 * can't be written any more.
 */
export async function openLogFile(file: string, tell: Tell): Promise<Append> {
  const { realFiles } = await import('../../effects/files.js')
  const files = realFiles()
  const path = resolve(file)
  try {
    files.append(path, '', 0o600)
  } catch (error) {
    const isDirectory = await files.isDirectory(path)
    const why = isDirectory ? `File '${file}' is a directory.` : (error as Error).message
    throw usage('PGLIFT_USAGE_VALUE', `Invalid value for ${LABEL}: ${why}`)
  }
  return lenient((text) => files.append(path, text, 0o600), path, tell)
}

/**
 * Opens the audit log for appending, its directory made when missing (0700), the file with mode 0600. A command that
 * can't be audited must not begin: fails with `PGLIFT_AUDIT_LOG`. `tell` is called when it can't be written any more.
 */
export async function openAuditLog(path: string, tell: Tell): Promise<Append> {
  const { realFiles } = await import('../../effects/files.js')
  const files = realFiles()
  try {
    await files.makeDirectories(dirname(path), 0o700)
    files.append(path, '', 0o600)
  } catch (cause) {
    throw operational('PGLIFT_AUDIT_LOG', `can't write the audit log ${path}: ${(cause as Error).message}`, {
      cause,
      hint: "see 'cli.audit.path' in the site settings",
    })
  }
  return lenient((text) => files.append(path, text, 0o600), path, tell)
}
