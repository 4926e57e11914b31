/** What loading settings and templates asks of the file system. It changes nothing. */
export interface SettingsReader {
  /** Content of a file, undefined if there is none. Other errors are thrown. */
  readText(path: string): Promise<string | undefined>
  /** Links are followed. */
  isDirectory(path: string): Promise<boolean>
  /** Links are followed. */
  isFile(path: string): Promise<boolean>
  isExecutable(path: string): Promise<boolean>
}
