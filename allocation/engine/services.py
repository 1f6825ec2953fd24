"""Short names of services (EC2, S3, ...) and the names under which Cost Explorer bills them."""

from collections.abc import Iterable

# One short name can stand for several billed services: Cost Explorer splits EC2 in two, FOCUS exports do not.
SHORT_NAMES: dict[str, tuple[str, ...]] = {
    "API Gateway": ("Amazon API Gateway",),
    "Athena": ("Amazon Athena",),
    "Backup": ("AWS Backup",),
    "Bedrock": ("Amazon Bedrock",),
    "CloudFront": ("Amazon CloudFront",),
    "CloudTrail": ("AWS CloudTrail",),
    "CloudWatch": ("AmazonCloudWatch", "Amazon CloudWatch"),
    "CodeBuild": ("CodeBuild", "AWS CodeBuild"),
    "Cognito": ("Amazon Cognito",),
    "Config": ("AWS Config",),
    "Cost Explorer": ("AWS Cost Explorer",),
    "DocumentDB": ("Amazon DocumentDB (with MongoDB compatibility)",),
    "DynamoDB": ("Amazon DynamoDB",),
    "EBS": ("EC2 - Other",),
    "EC2": ("Amazon Elastic Compute Cloud - Compute", "EC2 - Other", "Amazon Elastic Compute Cloud"),
    "ECR": ("Amazon EC2 Container Registry (ECR)",),
    "ECS": ("Amazon Elastic Container Service",),
    "EFS": ("Amazon Elastic File System",),
    "EKS": ("Amazon Elastic Container Service for Kubernetes", "Amazon Elastic Kubernetes Service"),
    "ELB": ("Amazon Elastic Load Balancing", "Elastic Load Balancing"),
    "ElastiCache": ("Amazon ElastiCache",),
    "EMR": ("Amazon Elastic MapReduce",),
    "FSx": ("Amazon FSx",),
    "Glacier": ("Amazon Glacier", "Amazon S3 Glacier", "Amazon S3 Glacier Deep Archive"),
    "Glue": ("AWS Glue",),
    "GuardDuty": ("Amazon GuardDuty",),
    "Kinesis": ("Amazon Kinesis",),
    "KMS": ("AWS Key Management Service",),
    "Lambda": ("AWS Lambda",),
    "MSK": ("Amazon Managed Streaming for Apache Kafka",),
    "OpenSearch": ("Amazon OpenSearch Service",),
    "RDS": ("Amazon Relational Database Service",),
    "Redshift": ("Amazon Redshift",),
    "Route 53": ("Amazon Route 53",),
    "Route53": ("Amazon Route 53",),
    "S3": ("Amazon Simple Storage Service",),
    "SageMaker": ("Amazon SageMaker",),
    "Secrets Manager": ("AWS Secrets Manager",),
    "SES": ("Amazon Simple Email Service",),
    "SNS": ("Amazon Simple Notification Service",),
    "SQS": ("Amazon Simple Queue Service",),
    "Step Functions": ("AWS Step Functions",),
    "VPC": ("Amazon Virtual Private Cloud",),
    "WAF": ("AWS WAF",),
}


def billed_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names as written, followed by the billed names of those that are short names."""
    given = tuple(names)
    return given + tuple(billed for name in given for billed in SHORT_NAMES.get(name, ()))
