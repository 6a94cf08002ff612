// Table. The columns of a CloudTrail table as the Athena user guide makes it ("Create a table for
// CloudTrail logs"), with their types.

const PERSON = 'type:string,principalid:string,arn:string,accountid:string,username:string';

export const COLUMNS: Readonly<Record<string, string>> = {
  eventversion: 'STRING',
  useridentity: `STRUCT<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,onbehalfof:STRUCT<userid:string,identitystorearn:string>,sessioncontext:STRUCT<attributes:STRUCT<mfaauthenticated:string,creationdate:string>,sessionissuer:STRUCT<${PERSON}>,ec2roledelivery:string,webidfederationdata:STRUCT<federatedprovider:string,attributes:map<string,string>>>>`,
  eventtime: 'STRING',
  eventsource: 'STRING',
  eventname: 'STRING',
  awsregion: 'STRING',
  sourceipaddress: 'STRING',
  useragent: 'STRING',
  errorcode: 'STRING',
  errormessage: 'STRING',
  requestparameters: 'STRING',
  responseelements: 'STRING',
  additionaleventdata: 'STRING',
  requestid: 'STRING',
  eventid: 'STRING',
  readonly: 'STRING',
  resources: 'ARRAY<STRUCT<arn:string,accountid:string,type:string>>',
  eventtype: 'STRING',
  apiversion: 'STRING',
  recipientaccountid: 'STRING',
  serviceeventdetails: 'STRING',
  sharedeventid: 'STRING',
  vpcendpointid: 'STRING',
  vpcendpointaccountid: 'STRING',
  eventcategory: 'STRING',
  addendum:
    'STRUCT<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>',
  sessioncredentialfromconsole: 'STRING',
  edgedevicedetails: 'STRING',
  tlsdetails: 'STRUCT<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
};

/** Columns that hold an object as its JSON. */
export const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'serviceeventdetails',
]);

/** The members of structures that hold a text, as they are written in SQL. */
export const MEMBERS: ReadonlySet<string> = new Set([
  ...members('useridentity', 'type principalid arn accountid invokedby accesskeyid username'),
  ...members('useridentity.onbehalfof', 'userid identitystorearn'),
  ...members('useridentity.sessioncontext.attributes', 'mfaauthenticated creationdate'),
  ...members(
    'useridentity.sessioncontext.sessionissuer',
    'type principalid arn accountid username',
  ),
  ...members('useridentity.sessioncontext', 'ec2roledelivery'),
  ...members('useridentity.sessioncontext.webidfederationdata', 'federatedprovider'),
  ...members('tlsdetails', 'tlsversion ciphersuite clientprovidedhostheader'),
  ...members('addendum', 'reason updatedfields originalrequestid originaleventid'),
]);

/** Structures within structures, of which SQL sees whether they are there. */
export const STRUCTURES: ReadonlySet<string> = new Set([
  'useridentity',
  'useridentity.onbehalfof',
  'useridentity.sessioncontext',
  'useridentity.sessioncontext.attributes',
  'useridentity.sessioncontext.sessionissuer',
  'useridentity.sessioncontext.webidfederationdata',
  'tlsdetails',
  'addendum',
]);

function members(structure: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${structure}.${name}`);
}
