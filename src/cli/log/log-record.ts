/** Levels of Python's logging, whose formats site settings use. */
export const LEVEL_NUMBER = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const

export type LevelName = keyof typeof LEVEL_NUMBER

export interface LogRecord {
  readonly time: Date
  readonly level: LevelName
  /** Who says it: `pglift`, `pglift.pgbackrest`. */
  readonly name: string
  readonly message: string
}

/** Where records go. */
export interface LogSink {
  write(record: LogRecord): void
  /** Writes what it holds back. */
  flush?(): void
}

/** Whether a record reaches the threshold. */
export function passes({ level }: LogRecord, threshold: LevelName): boolean {
  return LEVEL_NUMBER[level] >= LEVEL_NUMBER[threshold]
}
