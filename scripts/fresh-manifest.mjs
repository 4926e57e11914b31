import { Plugin, settings } from '@oclif/core'

/** The manifest of the package at `root`, as JSON text: commands sorted by id; flags and arguments as declared. */
export async function freshManifest(root) {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('PGLIFT_'))
  // A default may come from the environment; a file that others read must not.
  for (const [name] of variables) delete process.env[name]
  try {
    return await manifestOf(root)
  } finally {
    Object.assign(process.env, Object.fromEntries(variables))
  }
}

async function manifestOf(root) {
  settings.enableAutoTranspile = false
  const plugin = new Plugin({
    root,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const { commands, version } = plugin.manifest
  const ids = Object.keys(commands).sort()
  return `${JSON.stringify({ version, commands: Object.fromEntries(ids.map((id) => [id, commands[id]])) }, null, 2)}\n`
}
