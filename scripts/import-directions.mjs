// Which room of src/ may import which (ARCHITECTURE.md), and which packages are kept to one room.
// A room may always import itself. `types`: only with `import type`.

/** Rooms, from the door to the cellar. A file directly in src/ is a room of its own (`main`, `index`). */
export const ROOMS = {
  main: { values: ['cli', 'errors'] },
  index: {
    values: ['operations', 'engine', 'models', 'postgresql', 'settings', 'host', 'effects', 'errors'],
  },
  commands: {
    values: ['cli', 'operations', 'models', 'host', 'settings', 'postgresql', 'errors'],
    types: ['engine', 'effects'],
  },
  hooks: { values: ['cli', 'host', 'settings', 'errors'] },
  // The command line puts the parts together: it alone makes the real effects and hands them down.
  cli: { values: ['operations', 'engine', 'models', 'postgresql', 'host', 'settings', 'effects', 'errors'] },
  operations: {
    values: ['engine', 'models', 'postgresql', 'host', 'settings', 'errors'],
    types: ['effects'],
  },
  host: { values: ['engine', 'models', 'postgresql', 'settings', 'errors'], types: ['effects'] },
  settings: { values: ['models', 'postgresql', 'errors'] },
  engine: { values: ['models', 'errors'], types: ['effects'] },
  effects: { values: ['errors'] },
  models: { values: ['postgresql', 'errors'] },
  postgresql: { values: ['errors'] },
  errors: { values: [] },
}

/** Packages that touch the world, and the only rooms that may import them. */
export const WORLD = new Map([
  ...[
    'node:fs',
    'node:fs/promises',
    'node:child_process',
    'node:net',
    'node:dgram',
    'node:http',
    'node:https',
    'node:tls',
  ].map((name) => [name, ['effects']]),
  ...['execa', 'pg'].map((name) => [name, ['effects']]),
  ...['@oclif/core'].map((name) => [name, ['main', 'commands', 'hooks', 'cli', 'host']]),
])
