import type { IAM } from '@aws-sdk/client-iam';
import type { Hardening } from '../config.ts';
import { ifThere, type Step } from '../step.ts';

/** Turns a user's other credentials off: each kind is a step. */
export function hardenCredentials(
  iam: IAM,
  UserName: string,
  hardenings: readonly Hardening[],
): Step[] {
  return hardenings.map((each) =>
    each === 'login-profile'
      ? deleteLoginProfile(iam, UserName)
      : turnOff(each, credentials(iam, UserName)[each]),
  );
}

interface Credentials {
  readonly active: () => Promise<readonly string[]>;
  readonly set: (id: string) => Promise<unknown>;
}

function turnOff(kind: string, { active, set }: Credentials): Step {
  const name = kind.replaceAll('-', ' ');
  return {
    name: `turn the ${name} off`,
    async apply() {
      const ids = await active();
      await Promise.all(ids.map(set));
      return ids.length === 0 ? 'none was active' : ids.join(', ');
    },
    readBack: async () => (await active()).length === 0,
  };
}

/** IAM gives all of a user's credentials of these kinds in one answer, since there are few. */
function credentials(iam: IAM, UserName: string) {
  const Status = 'Inactive';
  const isActive = (each: { Status?: string }) => each.Status === 'Active';
  return {
    'ssh-keys': {
      async active() {
        const { SSHPublicKeys = [] } = await iam.listSSHPublicKeys({ UserName });
        return SSHPublicKeys.filter(isActive).map((key) => key.SSHPublicKeyId!);
      },
      set: (SSHPublicKeyId) => iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status }),
    },
    'service-credentials': {
      async active() {
        const answer = await iam.listServiceSpecificCredentials({ UserName });
        const { ServiceSpecificCredentials: all = [] } = answer;
        return all.filter(isActive).map((each) => each.ServiceSpecificCredentialId!);
      },
      set: (ServiceSpecificCredentialId) =>
        iam.updateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status }),
    },
    'signing-certificates': {
      async active() {
        const { Certificates = [] } = await iam.listSigningCertificates({ UserName });
        return Certificates.filter(isActive).map((each) => each.CertificateId!);
      },
      set: (CertificateId) => iam.updateSigningCertificate({ UserName, CertificateId, Status }),
    },
  } satisfies Record<Exclude<Hardening, 'login-profile'>, Credentials>;
}

/** Off by default: nobody can bring a password back. */
function deleteLoginProfile(iam: IAM, UserName: string): Step {
  return {
    name: 'delete the login profile',
    async apply() {
      const deleted = await ifThere(iam.deleteLoginProfile({ UserName }));
      return deleted ? 'deleted; its password is not known to anybody' : 'there was none';
    },
    readBack: async () => (await ifThere(iam.getLoginProfile({ UserName }))) === undefined,
  };
}
