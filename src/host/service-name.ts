/**
 * Why a service manager can't run `what` of an instance of that name (`15-main`): units escape other characters
 * (systemd.unit(5), "String Escaping"), and find no file whose path they have to escape. `manager`: that of the site;
 * null: there is none, and any name will do.
 */
export function unitNameFault(what: string, name: string, manager: string | null): string | undefined {
  if (manager === null || /^[A-Za-z0-9:_.-]+$/.test(name)) return undefined
  return `${manager} can't run ${what} of '${name}': its name has other characters than letters, digits, '.', '_', '-' and ':'`
}
