/** How the cloud was started. */
export interface Settings {
  readonly accountId: string;
  /** The Region of calls that name none. */
  readonly region: string;
  /** `instant`: every hop goes on at once. `aws`: hops take as long as they do on AWS. */
  readonly pace: 'instant' | 'aws';
  /** Where clients reach the cloud, without a trailing slash; links in mails begin with it. */
  readonly endpoint: string;
  /** An SMTP relay as a URL (`smtp://host:port`), or undefined: mail goes to the mailbox alone. */
  readonly smtpUrl?: string;
  /** The address that mail comes from. */
  readonly mailFrom: string;
}
