export function awsManagedPolicy(arn: string): { document: string } | undefined {
  if (arn !== 'arn:aws:iam::aws:policy/AdministratorAccess') return undefined;
  return {
    document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  };
}
