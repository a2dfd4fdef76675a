const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i

/** Whether a relative path means something else than a file or folder on Windows: a device, a stream, another drive. */
export function isWindowsTrap(path: string): boolean {
  return path
    .split(/[\\/]/)
    .some((part) => part.includes(':') || DEVICE.test(part) || (/[. ]$/.test(part) && !/^\.\.?$/.test(part)))
}
