"""Wrenfield Freight, a parcel and freight carrier that does not exist: its accounts, projects and habits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a team runs: US dollars a month in its home account, and the kind of system that decides the services."""

    slug: str
    dollars: int
    kind: str
    home: Account
    misspelt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pot:
    """Cost of one service in one account outside any project: US dollars a month, with a tag value or none."""

    account: Account
    service: str
    dollars: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Spike:
    """Something that went wrong, every year again: `dollars` a day more for `days` days."""

    month: int
    day: int
    days: int
    project: str
    service: str
    dollars: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A credit or refund that AWS books on a day of some months, often on a service nobody uses."""

    months: tuple[int, ...]
    day: int
    record_type: str
    account: Account
    service: str
    dollars: str
    tag: str = ""


EVERY_MONTH = tuple(range(1, 13))

PAYER = Account("208114937650", "wrenfield-management")
PROD = Account("311907745826", "wrenfield-production")
STAGING = Account("472035518093", "wrenfield-staging")
DEV = Account("590267184431", "wrenfield-development")
DATA = Account("618840295377", "wrenfield-data")
ROBOTICS = Account("735519062248", "wrenfield-robotics")
PAYMENTS = Account("846203371915", "wrenfield-payments")
SHARED = Account("957716408532", "wrenfield-shared-services")
ACCOUNTS = (PAYER, PROD, STAGING, DEV, DATA, ROBOTICS, PAYMENTS, SHARED)

COMPUTE = "Amazon Elastic Compute Cloud - Compute"
EC2_OTHER = "EC2 - Other"
S3 = "Amazon Simple Storage Service"
RDS = "Amazon Relational Database Service"
LAMBDA = "AWS Lambda"
DYNAMODB = "Amazon DynamoDB"
API_GATEWAY = "Amazon API Gateway"
SQS = "Amazon Simple Queue Service"
SNS = "Amazon Simple Notification Service"
CLOUDWATCH = "AmazonCloudWatch"
BALANCING = "Amazon Elastic Load Balancing"
ELASTICACHE = "Amazon ElastiCache"
CLOUDFRONT = "Amazon CloudFront"
KINESIS = "Amazon Kinesis"
REDSHIFT = "Amazon Redshift"
GLUE = "AWS Glue"
ATHENA = "Amazon Athena"
SAGEMAKER = "Amazon SageMaker"
EKS = "Amazon Elastic Container Service for Kubernetes"
OPENSEARCH = "Amazon OpenSearch Service"
VPC = "Amazon Virtual Private Cloud"
ROUTE53 = "Amazon Route 53"
KMS = "AWS Key Management Service"
GUARDDUTY = "Amazon GuardDuty"
CLOUDTRAIL = "AWS CloudTrail"
DATA_TRANSFER = "AWS Data Transfer"
DEEP_ARCHIVE = "Amazon S3 Glacier Deep Archive"
COST_EXPLORER = "AWS Cost Explorer"
BEDROCK = "Amazon Bedrock"
SONNET = "Claude Sonnet 5 (Amazon Bedrock Edition)"  # models of other makers stand under names of their own
SUPPORT = "AWS Support (Business)"
SAVINGS_PLAN = "Savings Plans for AWS Compute usage"
TAX = "Tax"

# Per kind of system: services and their part of the cost, in parts of a hundred. The first ones also run in test.
KINDS = {
    "shop": {COMPUTE: 46, RDS: 18, S3: 5, BALANCING: 7, ELASTICACHE: 8, EC2_OTHER: 8, CLOUDWATCH: 5, KMS: 3},
    "serverless": {LAMBDA: 38, DYNAMODB: 24, API_GATEWAY: 16, SQS: 9, S3: 6, CLOUDWATCH: 5, KMS: 2},
    "stream": {KINESIS: 36, COMPUTE: 26, LAMBDA: 12, DYNAMODB: 12, S3: 7, EC2_OTHER: 4, CLOUDWATCH: 3},
    "website": {CLOUDFRONT: 41, COMPUTE: 27, S3: 14, BALANCING: 8, LAMBDA: 4, EC2_OTHER: 3, CLOUDWATCH: 3},
    "warehouse": {REDSHIFT: 48, S3: 19, GLUE: 14, ATHENA: 9, EC2_OTHER: 4, CLOUDWATCH: 3, KMS: 3},
    "learning": {SAGEMAKER: 57, COMPUTE: 21, S3: 11, EC2_OTHER: 6, CLOUDWATCH: 3, GLUE: 2},
    "office": {COMPUTE: 44, RDS: 26, S3: 12, EC2_OTHER: 9, SNS: 4, CLOUDWATCH: 5},
}

PROJECTS = (
    Project("checkout", 24_600, "shop", PROD, ("chekout", "Checkout", "CHECKOUT")),
    Project("booking-api", 18_900, "serverless", PROD, ("Booking-API",)),
    Project("booking-search", 13_200, "shop", PROD),
    Project("rate-quotes", 9_800, "serverless", PROD, ("rate_quotes",)),
    Project("parcel-tracking", 27_400, "stream", PROD, ("parcel-traking", "Parcel-Tracking")),
    Project("live-map", 14_300, "website", PROD),
    Project("eta-engine", 11_700, "stream", PROD, ("ETA-engine",)),
    Project("notifications", 5_100, "serverless", PROD),
    Project("customs-forms", 8_400, "shop", PROD),
    Project("sanctions-check", 4_900, "serverless", PROD),
    Project("duty-calculator", 3_700, "serverless", PROD),
    Project("truck-telemetry", 21_500, "stream", PROD, ("legacy-fleet-telemetry",)),
    Project("route-planner", 16_800, "shop", PROD, ("routeplanner",)),
    Project("driver-app", 6_200, "serverless", PROD),
    Project("robot-control", 15_900, "stream", ROBOTICS),
    Project("picking-vision", 19_400, "learning", ROBOTICS, ("picking_vision",)),
    Project("stock-ledger", 10_600, "shop", ROBOTICS),
    Project("dock-scheduler", 4_300, "serverless", ROBOTICS),
    Project("price-engine", 12_900, "shop", PROD),
    Project("surcharges", 2_800, "serverless", PROD),
    Project("contract-rates", 5_600, "office", PROD),
    Project("payments-gateway", 17_300, "shop", PAYMENTS, ("payment-gateway",)),
    Project("invoicing", 9_100, "office", PAYMENTS),
    Project("carrier-connect", 7_700, "serverless", PROD),
    Project("edi-bridge", 6_900, "office", PROD, ("EDI-bridge",)),
    Project("partner-portal", 5_400, "website", PROD),
    Project("intranet", 2_300, "office", PROD),
    Project("hr-hub", 1_900, "office", PROD),
    Project("service-desk", 2_700, "office", PROD),
    Project("web-shop", 20_200, "website", PROD, ("webshop", "Web-Shop")),
    Project("help-center", 4_600, "website", PROD),
    Project("accounts-login", 8_800, "serverless", PROD),
    Project("shipper-app", 7_400, "serverless", PROD),
    Project("receiver-app", 6_600, "serverless", PROD),
    Project("event-lake", 22_700, "warehouse", DATA, ("eventlake",)),
    Project("reporting-mart", 15_100, "warehouse", DATA),
    Project("stream-hub", 11_200, "stream", DATA),
    Project("demand-forecast", 16_400, "learning", DATA, ("demand-forcast",)),
    Project("damage-vision", 9_500, "learning", DATA),
    Project("churn-model", 3_900, "learning", DATA),
)

# What each team runs, as its people would tag it. The tag `Team` is on everything and nobody has activated it.
TEAMS = {
    "Booking": ("checkout", "booking-api", "booking-search"),
    "Tracking": ("parcel-tracking", "live-map", "eta-engine", "notifications"),
    "Customs": ("customs-forms", "sanctions-check", "duty-calculator"),
    "Fleet": ("truck-telemetry", "route-planner", "driver-app"),
    "Warehouse": ("robot-control", "picking-vision", "stock-ledger", "dock-scheduler"),
    "Pricing": ("rate-quotes", "price-engine", "surcharges", "contract-rates"),
    "Payments": ("payments-gateway", "invoicing"),
    "Partners": ("carrier-connect", "edi-bridge", "partner-portal"),
    "Internal": ("intranet", "hr-hub", "service-desk"),
    "Web": ("web-shop", "help-center", "accounts-login"),
    "Mobile": ("shipper-app", "receiver-app"),
    "Data": ("event-lake", "reporting-mart", "stream-hub", "demand-forecast", "damage-vision", "churn-model"),
}
TEAM_OF = {
    name: team
    for team, slugs in TEAMS.items()
    for project in PROJECTS
    if project.slug in slugs
    for name in (project.slug, *project.misspelt)
}

POTS = (
    # What everybody uses: one account, told apart by service.
    Pot(SHARED, RDS, 21_800),
    Pot(SHARED, ELASTICACHE, 4_100),
    Pot(SHARED, VPC, 9_700),
    Pot(SHARED, ROUTE53, 640),
    Pot(SHARED, EC2_OTHER, 7_900),
    Pot(SHARED, EKS, 3_600),
    Pot(SHARED, COMPUTE, 14_800, "platform"),
    Pot(SHARED, CLOUDWATCH, 5_300, "platform"),
    Pot(SHARED, OPENSEARCH, 6_700, "platform"),
    Pot(SHARED, S3, 2_100, "platform"),
    Pot(STAGING, EKS, 1_400, "platform"),
    Pot(DEV, EKS, 900, "platform"),
    # Paid at the top.
    Pot(PAYER, GUARDDUTY, 2_900),
    Pot(PAYER, CLOUDTRAIL, 310),
    Pot(PAYER, COST_EXPLORER, 12),
    Pot(PAYER, KMS, 45),
    # Nobody tagged it, but the account has an owner.
    Pot(DATA, S3, 2_600),
    Pot(DATA, GLUE, 820),
    Pot(ROBOTICS, COMPUTE, 1_900),
    Pot(ROBOTICS, EC2_OTHER, 430),
    Pot(PAYMENTS, KMS, 260),
    Pot(PAYMENTS, CLOUDWATCH, 380),
    # Nobody tagged it, and nobody can say whose it is.
    Pot(PROD, COMPUTE, 2_350),
    Pot(PROD, EC2_OTHER, 1_480),
    Pot(PROD, S3, 890),
    Pot(PROD, LAMBDA, 170),
    Pot(PROD, CLOUDWATCH, 310),
    Pot(STAGING, COMPUTE, 620),
    Pot(STAGING, EC2_OTHER, 210),
    Pot(STAGING, RDS, 480),
    Pot(DEV, COMPUTE, 540),
    Pot(DEV, S3, 130),
    Pot(DEV, SAGEMAKER, 760),
    # Tagged with names that no project has.
    Pot(PROD, LAMBDA, 90, "poc-chatbot"),
    Pot(DEV, SAGEMAKER, 980, "poc-chatbot"),
    Pot(DEV, COMPUTE, 330, "load-test-tmp"),
    Pot(STAGING, COMPUTE, 270, "load-test-tmp"),
)

SPIKES = (
    Spike(2, 17, 6, "demand-forecast", SAGEMAKER, 1_750),
    Spike(5, 6, 4, "live-map", CLOUDFRONT, 2_300),
    Spike(8, 19, 5, "event-lake", GLUE, 1_900),
    Spike(11, 9, 7, "picking-vision", COMPUTE, 2_900),
)

CORRECTIONS = (
    Correction(EVERY_MONTH, 1, "Credit", PAYER, COMPUTE, "-4150.00"),
    Correction(EVERY_MONTH, 3, "Credit", PROD, DATA_TRANSFER, "-41.3718204"),
    Correction(EVERY_MONTH, 3, "Credit", DATA, DEEP_ARCHIVE, "-12.0930046851", "event-lake"),
    Correction(EVERY_MONTH, 5, "Credit", DATA, SAGEMAKER, "-640.00", "demand-forecast"),
    Correction((3, 6, 9, 12), 12, "Refund", SHARED, RDS, "-1284.77"),
    Correction((1, 4, 7, 10), 22, "Refund", PAYMENTS, API_GATEWAY, "-96.415", "payments-gateway"),
)

# Nobody works at the weekend, but parcels travel and storage does not sleep: parts of a thousand, Monday first.
OFFICE_WEEK = (1060, 1085, 1090, 1080, 1045, 830, 790)
STEADY_WEEK = (1000,) * 7
STEADY_SERVICES = {S3, RDS, REDSHIFT, OPENSEARCH, ELASTICACHE, EKS, KMS, DEEP_ARCHIVE, VPC, ROUTE53, GUARDDUTY}
# Parcels before the holidays, quiet in summer: parts of a thousand, January first.
SEASON = (960, 955, 985, 990, 1000, 985, 955, 950, 1010, 1040, 1110, 1130)

REGIONS = {ROBOTICS: "eu-west-1", PAYMENTS: "eu-central-2"}
HOME_REGION = "eu-central-1"
GLOBAL_SERVICES = {CLOUDFRONT, ROUTE53, GUARDDUTY, COST_EXPLORER}

USAGE_TYPES = {
    COMPUTE: "EUC1-BoxUsage:m7i.xlarge",
    EC2_OTHER: "EUC1-EBS:VolumeUsage.gp3",
    S3: "EUC1-TimedStorage-ByteHrs",
    RDS: "EUC1-Multi-AZUsage:db.r7g.2xlarge",
    LAMBDA: "EUC1-Lambda-GB-Second",
    VPC: "EUC1-TransitGateway-Bytes",
    CLOUDFRONT: "EU-DataTransfer-Out-Bytes",
    SAGEMAKER: "EUC1-Host:ml.g6.2xlarge",
    REDSHIFT: "EUC1-Node:ra3.4xlarge",
}
TAG_KEY = "project"
ENV_KEY = "env"
ENVIRONMENTS = {STAGING: "staging", DEV: "dev"}  # all else is prod
TEAM_KEY, CREATOR_KEY = "Team", "aws:createdBy"
INACTIVE_TAGS = frozenset({CREATOR_KEY, TEAM_KEY})
SAVINGS_PLAN_PER_DAY = 880  # dollars promised a day, used by whatever compute runs
SAVINGS_PLAN_PRICE = 72  # of a hundred dollars on demand
RESERVED_YEAR = 36_500  # dollars for a database, paid on the anniversary, used a day at a time
RESERVED_PAID = (3, 9)
SUPPORT_PART = 46  # of a thousand
TAX_PART = 81  # of a thousand: Swiss VAT
BLENDED_PART = 97  # of a hundred: what the blended metric shows
NET_PART = 94  # of a hundred: what is left of a cost after the discounts that net metrics count
