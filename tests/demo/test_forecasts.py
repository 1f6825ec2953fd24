"""GetCostForecast and GetAnomalies of the simulator."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.ledger import Ledger, index_rows

from .conftest import TODAY, Serve, Service, row, small_ledger

DAY = dt.timedelta(days=1)


def steady(days: int = 104) -> Ledger:
    """A thousand dollars a day, half of it at weekends, and four times as much on the 10th and 11th of November."""

    def cost(day: dt.date) -> int:
        usual = 500 if day.weekday() > 4 else 1000
        return 4000 if day in {dt.date(2026, 11, 10), dt.date(2026, 11, 11)} else usual

    past = [TODAY - back * DAY for back in range(1, days + 1)]
    return index_rows([row(str(day), str(cost(day)), region="eu-central-1") for day in past])


def forecast(service: Service, start: str, end: str, **more: object) -> dict[str, Any]:
    request = {"Metric": "UNBLENDED_COST", "Granularity": "DAILY", **more}
    found: dict[str, Any] = service.client.get_cost_forecast(TimePeriod={"Start": start, "End": end}, **request)
    return found


def test_coming_days_cost_what_their_weekday_did_lately(serve: Serve) -> None:
    answer = forecast(serve(steady()), "2026-11-23", "2026-11-30")
    means = [Decimal(str(day["MeanValue"])) for day in answer["ForecastResultsByTime"]]
    assert means == [1000, 1750, 1750, 1000, 1000, 500, 500]
    assert answer["Total"] == {"Amount": "7500", "Unit": "USD"}


def test_the_interval_is_wider_the_surer_one_wants_to_be(serve: Serve) -> None:
    service = serve(steady())

    def upper(level: int) -> Decimal:
        answer = forecast(service, "2026-11-23", "2026-11-25", PredictionIntervalLevel=level)
        day = answer["ForecastResultsByTime"][1]
        return Decimal(day["PredictionIntervalUpperBound"])

    assert 1750 < upper(51) < upper(80) < upper(99)


def test_months_are_forecast_as_the_sum_of_their_days(serve: Serve) -> None:
    answer = forecast(serve(steady()), "2026-11-23", "2027-02-01", Granularity="MONTHLY")
    months = [month["TimePeriod"]["Start"] for month in answer["ForecastResultsByTime"]]
    assert months == ["2026-11-23", "2026-12-01", "2027-01-01"]


def test_a_young_bill_cannot_be_forecast(serve: Serve) -> None:
    with pytest.raises(ClientError, match="Insufficient amount of historical data"):
        forecast(serve(small_ledger()), "2026-11-23", "2026-11-30")


@pytest.mark.parametrize(
    ("start", "end", "more"),
    [
        ("2026-11-24", "2026-11-30", {}),
        ("2026-11-23", "2027-03-02", {}),
        ("2026-11-23", "2028-07-01", {"Granularity": "MONTHLY"}),
        ("2026-11-23", "2026-11-30", {"Granularity": "HOURLY"}),
        ("2026-11-23", "2026-11-30", {"Metric": "USAGE_QUANTITY"}),
    ],
)
def test_what_cannot_be_forecast_is_refused(serve: Serve, start: str, end: str, more: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        forecast(serve(steady()), start, end, **more)


def anomalies(service: Service, start: str, **more: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.client.get_anomalies(DateInterval={"StartDate": start}, **more)["Anomalies"]
    return found


def test_days_that_cost_far_more_than_usual_are_one_anomaly(serve: Serve) -> None:
    (found,) = anomalies(serve(steady()), "2026-09-01")
    assert (found["AnomalyStartDate"], found["AnomalyEndDate"]) == ("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")
    assert found["Impact"]["TotalActualSpend"] == 8000
    assert found["RootCauses"][0]["LinkedAccountName"] == "prod"


def test_anomalies_are_filtered_by_impact_monitor_feedback_and_day(serve: Serve) -> None:
    service = serve(steady())
    assert anomalies(service, "2026-11-12") == []
    assert anomalies(service, "2026-09-01", Feedback="YES") == []
    assert anomalies(service, "2026-09-01", MonitorArn="arn:aws:ce::1:anomalymonitor/x") == []
    assert anomalies(service, "2026-09-01", TotalImpact={"NumericOperator": "GREATER_THAN", "StartValue": 9000}) == []
    between = {"NumericOperator": "BETWEEN", "StartValue": 1, "EndValue": 9000}
    assert len(anomalies(service, "2026-09-01", TotalImpact=between)) == 1
    with pytest.raises(ClientError, match="90 days"):
        anomalies(service, "2026-08-24")
