import type * as Iam from '@aws-sdk/client-iam';
import type { Context } from '../../kernel/context.ts';
import { wholeSecond } from './shapes.ts';
import type { ServiceCredential, SigningCertificate, SshKey, User } from './state.ts';

/** An SSH key as lists show it. */
export function sshKeySummary({ name }: User, { id, status, createMs }: SshKey) {
  return {
    UserName: name,
    SSHPublicKeyId: id,
    Status: status,
    UploadDate: wholeSecond(createMs),
  };
}

export function sshKeyShape(user: User, key: SshKey): Iam.SSHPublicKey {
  const { fingerprint, body } = key;
  return { ...sshKeySummary(user, key), Fingerprint: fingerprint, SSHPublicKeyBody: body };
}

export function certificateShape(
  { name }: User,
  { id, body, status, createMs }: SigningCertificate,
): Iam.SigningCertificate {
  return {
    UserName: name,
    CertificateId: id,
    CertificateBody: body,
    Status: status,
    UploadDate: wholeSecond(createMs),
  };
}

export function serviceCredentialShape({ name }: User, credential: ServiceCredential) {
  const { id, status, createMs, serviceName, serviceUserName } = credential;
  return {
    UserName: name,
    Status: status,
    ServiceUserName: serviceUserName,
    CreateDate: wholeSecond(createMs),
    ServiceSpecificCredentialId: id,
    ServiceName: serviceName,
  };
}

export function newServicePassword({ ids }: Context): string {
  return ids.bytes(33).toString('base64');
}
