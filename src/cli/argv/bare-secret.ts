/**
 * Value of a secret option that was given without one (`--password`), to be asked for. It holds a NUL, which no
 * argument of a process can, so nobody can type it.
 */
export const BARE_SECRET = '\0bare'
