/** How shells set variables, whatever is in them. */
interface Shell {
  set(name: string, value: string): string;
  unset(name: string): string;
  /** The line that evaluates what a command prints. */
  evaluate(line: string): string;
}

export const shells: Readonly<Record<'bash' | 'fish' | 'powershell', Shell>> = {
  // The semicolons hold the lines apart when someone forgets the quotes around $(…).
  bash: {
    set: (name, value) => `export ${name}=${quoteForBash(value)};`,
    unset: (name) => `unset ${name};`,
    evaluate: (line) => `eval "$(${line})"`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} ${quoteForFish(value)};`,
    unset: (name) => `set -e ${name};`,
    evaluate: (line) => `${line} --shell fish | source`,
  },
  powershell: {
    set: (name, value) => `$env:${name} = ${quoteForPowershell(value)}`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
    evaluate: (line) => `${line} --shell powershell | Out-String | Invoke-Expression`,
  },
};

/** Nothing is special in single quotes but the quote itself. */
function quoteForBash(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** In fish the backslash is special in single quotes, too. */
function quoteForFish(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quoteForPowershell(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
