import type { Host } from '../../host/host.js'
import type { ValidationContext } from '../../models/model.js'

/** What the rules of the instance model may know of the site. */
export function validationContext(
  { settings }: Host,
  operation: ValidationContext['operation'],
): ValidationContext {
  const { local, passfile } = settings.postgresql.auth
  return { operation, authLocal: local, passfile: passfile !== null }
}
