/** Messages without what the site's log format puts around them: `INFO creating ...`. */
export const said = (stderr: string) => stderr.replace(/^.*?\b(INFO|WARNING|ERROR) +(?:\S+ - )?/gm, '$1 ')
