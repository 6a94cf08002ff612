/**
 * Whether a general purpose bucket may have this name.
 * Source: "General purpose bucket naming rules" in the S3 User Guide.
 */
export function isBucketName(name: string): boolean {
  return (
    shape.test(name) &&
    !name.includes('..') &&
    !address.test(name) &&
    !reservedStarts.some((start) => name.startsWith(start)) &&
    !reservedEnds.some((end) => name.endsWith(end))
  );
}

const shape = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const address = /^\d+\.\d+\.\d+\.\d+$/;
const reservedStarts = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const reservedEnds = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];
