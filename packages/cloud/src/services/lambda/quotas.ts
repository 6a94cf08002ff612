/** What AWS gives an account. How many processes run at once is another limit: `workersMax`. */
export const concurrencyMax = 1_000;
/** So much stays for functions that have no share of their own. */
export const unreservedMin = 100;
