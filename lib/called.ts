/** How errors call what may have been given a name. */

/** `what`, and its name if it has one: "lock 'door'". */
export function called(what: string, name: string | undefined): string {
  return name ? `${what} '${name}'` : what;
}

/** `part`, and of which `whole` it is if that has a name: "element of shared array 'scores'". */
export function partOf(part: string, whole: string, name: string | undefined): string {
  return name ? `${part} of ${called(whole, name)}` : part;
}
