/** A pattern of secret ARNs; the name is to end in `-*` or `-??????`. */
export const secretNamed = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;
