/** Under which the running program lends its values to components. */
export const RUNTIME = Symbol.for('pglift.runtime')

/** Has ready what a component is going to ask for, so that loading it is not counted as the component's time. */
export async function prepareRuntime(): Promise<void> {
  await (globalThis as { [key: symbol]: (() => Promise<unknown>) | undefined })[RUNTIME]?.()
}
