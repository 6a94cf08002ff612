import type { ManagedPolicy } from './state.ts';

/** A managed policy of AWS by its ARN, in the form of an account's own. */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return arn === administratorAccess.arn ? administratorAccess : undefined;
}

export function awsManagedPolicies(): readonly ManagedPolicy[] {
  return [administratorAccess];
}

const administratorAccess: ManagedPolicy = {
  arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  name: 'AdministratorAccess',
  id: 'ANPAIWMBCKSKIEE64ZLYK',
  path: '/',
  createMs: Date.UTC(2015, 1, 6, 18, 39, 46),
  updateMs: Date.UTC(2015, 1, 6, 18, 39, 46),
  defaultVersionId: 'v1',
  nextVersion: 2,
  versions: [
    {
      versionId: 'v1',
      document:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      createMs: Date.UTC(2015, 1, 6, 18, 39, 46),
    },
  ],
  tags: [],
};
