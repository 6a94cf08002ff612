/** A log that cannot be read from here on. The message is a reason, such as `is a zip archive`. */
export class BrokenLog extends Error {}
