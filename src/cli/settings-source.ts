import type { LoadRequest } from '../settings/request.js'

/** What the settings of this process are loaded from: its environment, the file system, the sections of components. */
export async function settingsSource(): Promise<LoadRequest> {
  const { realFiles } = await import('../effects/files.js')
  return { env: process.env, reader: realFiles(), sections: [] }
}
