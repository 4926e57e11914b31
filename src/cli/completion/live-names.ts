/** An instance as completion needs it. */
export interface NamedInstance {
  readonly name: string
  readonly version: string
  readonly port: number
}

/**
 * Lines `name<tab>description` for the instances that `prefix` may become: plain names, `15/main` once a version is
 * typed or when two versions share the name.
 */
export function liveInstances(instances: readonly NamedInstance[], prefix: string): string[] {
  const shared = (name: string) => instances.filter((instance) => instance.name === name).length > 1
  const versioned = /^\d/.test(prefix) && !instances.some(({ name }) => name.startsWith(prefix))
  return instances
    .map(({ name, version, port }) => {
      const id = `${version}/${name}`
      return { word: versioned || shared(name) ? id : name, text: `${id} port=${port}` }
    })
    .filter(({ word }) => word.startsWith(prefix))
    .map(({ word, text }) => `${word}\t${text}`)
}
