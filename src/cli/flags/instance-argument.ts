/** Help on the argument `[INSTANCE]`. */
export const INSTANCE_ARGUMENT =
  'INSTANCE identifies target instance as <version>/<name> where the <version>/ prefix may be omitted if there is only one instance matching <name>. Required if there is more than one instance on system.'

/** Help on the argument `[INSTANCE]...`. */
export const INSTANCE_ARGUMENTS = `${INSTANCE_ARGUMENT} Several instances may be given.`
