const major = Number(process.versions.node.split('.')[0])

/** Newer Nodes start faster and keep compiled code: they have to be quicker, too. */
const START_UP = major >= 24 ? 4 : 5

/** Most that each may take; ARCHITECTURE.md and docs/decisions/ say why. Ratios to what stands in the finding's unit. */
export const BUDGETS = {
  version: 1.4,
  startUp: START_UP,
  listGrowth: 12,
  /** Percent that one more installed component adds to the program's help. */
  furtherComponent: 2,
  create: 1.3,
  createWithBackups: 1.25,
  firstMember: 1.2,
  /** Of a start or stop: the server's own time plus the program's start. */
  startAndStop: 1.3,
  /**
   * No less than 1 is possible in one session: the server derives keys even for a ready-made verifier, to see that it is
   * not that of an empty password (CreateRole in its user.c). What is above 1 is ours.
   */
  passwords: 1.5,
  /** Queries: one for the cluster; an instance is also asked whether it waits for a restart. */
  nothingToDo: { 'instance apply': 2, 'role apply': 1 } as Readonly<Record<string, number>>,
} as const
