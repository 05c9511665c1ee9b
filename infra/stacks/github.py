"""Lets a workflow of one GitHub repository deploy, without a stored key."""

from __future__ import annotations

from aws_cdk import Aws, CfnOutput, DefaultStackSynthesizer, Duration, Stack, StackSynthesizer
from aws_cdk.aws_iam import OidcProviderNative, PolicyStatement, Role, WebIdentityPrincipal
from constructs import Construct

from infra.config import Config, Github

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
# What `cdk deploy` takes: to look up, to upload files, and to hand the templates to CloudFormation.
BOOTSTRAP_ROLES = ("deploy-role", "file-publishing-role", "lookup-role")


class GithubStack(Stack):
    """Deployed once, from an operator's machine. The role may do nothing but take the bootstrap's roles.

    An account has one provider for GitHub: where it stands already, import it into this stack (``cdk import``).
    """

    def __init__(
        self, scope: Construct, id: str, config: Config, github: Github, synthesizer: StackSynthesizer
    ) -> None:
        super().__init__(scope, id, stack_name=f"{config.names.prefix}-github", synthesizer=synthesizer)
        provider = OidcProviderNative(self, "Provider", url=f"https://{ISSUER}", client_ids=[AUDIENCE])
        self.role = Role(
            self,
            "Deployer",
            description=f"Deploys the stage {config.stage} from {github.repository}",
            max_session_duration=Duration.hours(1),
            assumed_by=WebIdentityPrincipal(
                provider.oidc_provider_arn,
                {
                    "StringEquals": {
                        f"{ISSUER}:aud": AUDIENCE,
                        f"{ISSUER}:sub": f"repo:{github.repository}:environment:{github.environment}",
                    }
                },
            ),
        )
        self.role.add_to_policy(
            PolicyStatement(actions=["sts:AssumeRole"], resources=[_bootstrap_role(name) for name in BOOTSTRAP_ROLES])
        )
        CfnOutput(self, "RoleArn", value=self.role.role_arn)


def _bootstrap_role(name: str) -> str:
    qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER
    return f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/cdk-{qualifier}-{name}-{Aws.ACCOUNT_ID}-{Aws.REGION}"
