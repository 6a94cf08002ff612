import { COLUMNS } from './columns.ts';
import { quoteText } from './sqlExpression.ts';

export interface TrailTable {
  /** With or without its database: `security.cloudtrail_logs`. */
  readonly table: string;
  /** Where the trail's accounts are: `s3://bucket/prefix/AWSLogs` or `…/AWSLogs/o-exampleorgid`. */
  readonly location: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** The first day of the log, as `2024/01/31`. */
  readonly since?: string;
}

/**
 * The table over a trail's bucket. Its partitions, by account, Region and day, are projected: they
 * follow from the names of the objects, so nobody has to add any.
 *
 * @throws TypeError for a name, a place or an account that is none.
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export function createTableSql(trail: TrailTable): string {
  const { location, accounts, regions, since = '2020/01/01' } = trail;
  const root = location.replace(/\/$/, '');
  check(/^s3:\/\/[\w.-]+(?:\/[\w!.*'()/ -]+)?$/.test(root), `"${location}" is no s3:// location`);
  check(
    accounts.length > 0 && accounts.every((each) => /^\d{12}$/.test(each)),
    'accounts have 12 digits',
  );
  check(
    regions.length > 0 && regions.every((each) => /^[a-z\d-]+$/.test(each)),
    'Regions are missing',
  );
  check(/^\d{4}\/\d{2}\/\d{2}$/.test(since), 'a day is written as 2024/01/31');
  const columns = Object.entries(COLUMNS).map(([name, type]) => `  \`${name}\` ${type}`);
  const properties = Object.entries({
    'projection.enabled': 'true',
    'projection.account.type': 'enum',
    'projection.account.values': accounts.join(','),
    'projection.region.type': 'enum',
    'projection.region.values': regions.join(','),
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
    'projection.timestamp.interval': '1',
    'projection.timestamp.interval.unit': 'DAYS',
    'projection.timestamp.range': `${since},NOW`,
    'storage.location.template': `${root}/\${account}/CloudTrail/\${region}/\${timestamp}`,
  });
  return `CREATE EXTERNAL TABLE IF NOT EXISTS ${tableName(trail.table, '`')} (
${columns.join(',\n')}
)
PARTITIONED BY (\`account\` string, \`region\` string, \`timestamp\` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${quoteText(`${root}/`)}
TBLPROPERTIES (
${properties.map(([name, value]) => `  '${name}' = ${quoteText(value)}`).join(',\n')}
)`;
}

/** The statements that make a table quote names with backticks, queries with double quotes. */
export function tableName(table: string, quote: '`' | '"'): string {
  check(/^(?:\w+\.)?\w+$/.test(table), `"${table}" is no name of a table`);
  return table
    .split('.')
    .map((name) => `${quote}${name}${quote}`)
    .join('.');
}

function check(isRight: boolean, message: string): void {
  if (!isRight) throw new TypeError(message);
}
