import { walkCustomerManaged } from "./customer-walk.ts";

const groups = { "super admin": "Owner", admin: "Administrator", support: "Helpdesk" };

// The same with tokens whose claims and roles are called otherwise: configuration, and nothing else.
walkCustomerManaged({
  environment: {
    KEYTURN_CLAIM_ORG: "https://portal.example/tenant",
    KEYTURN_CLAIM_ROLE: "groups",
    KEYTURN_CLAIM_NAME: "preferred_username",
    KEYTURN_ROLE_MAP: "Owner=super_admin,Administrator=admin,Helpdesk=support",
    KEYTURN_SUPPORT_CLAIMS: "act,impersonated_by",
  },
  token: (laptop, role, org) =>
    laptop.token("member", "decoy", {
      claims: { groups: groups[role], "https://portal.example/tenant": org, preferred_username: "Ada" },
    }),
});
