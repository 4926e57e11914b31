import { getSystemErrorMap } from 'node:util'
import { operational } from '../errors/kinds.js'

function explain(error: unknown, path: unknown): unknown {
  const { code, errno, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || errno === undefined || syscall === undefined) return error
  const [, reason = code] = getSystemErrorMap().get(errno) ?? []
  const where = typeof path === 'string' ? path : ((error as NodeJS.ErrnoException).path ?? '')
  return operational('PGLIFT_FILE', `${where}: ${reason} (${syscall}, ${code})`, { cause: error })
}

/**
 * The same files, whose errors name the path that was asked for and the reason in words: a full disk or a directory of
 * somebody else's is a fault of the site, not of the program. `PGLIFT_FILE`, the system's error as its cause.
 */
export function explained<T extends object>(files: T): T {
  const wrapped = Object.entries(files).map(([name, method]) => {
    const call = (...args: unknown[]) => {
      const fail = (error: unknown): never => {
        throw explain(error, args[0])
      }
      try {
        const result = (method as (...args: unknown[]) => unknown)(...args)
        return result instanceof Promise ? result.catch(fail) : result
      } catch (error) {
        return fail(error)
      }
    }
    return [name, call]
  })
  return Object.fromEntries(wrapped) as T
}
