"""The VPC that is made for the database."""

from tests.infra.synthesized import Synthesized, text_of


def test_the_database_has_no_way_out_and_the_functions_have_one(prod: Synthesized) -> None:
    assert len(prod.resources("AWS::EC2::NatGateway")) == 1
    tables = {logical for logical in prod.resources("AWS::EC2::RouteTable") if "dataSubnet" in logical}
    assert len(tables) == 2
    routes = prod.resources("AWS::EC2::Route").values()
    assert not [route for route in routes if route["RouteTableId"]["Ref"] in tables]
    ways = [r for r in routes if "NatGatewayId" in r]
    assert {"functionsSubnet" in text_of(r["RouteTableId"]) for r in ways} == {True}


def test_objects_and_tables_are_reached_without_the_gateway(prod: Synthesized) -> None:
    endpoints = prod.resources("AWS::EC2::VPCEndpoint").values()
    assert {e["VpcEndpointType"] for e in endpoints} == {"Gateway"}
    assert sorted(text_of(e["ServiceName"]).rpartition(".")[2] for e in endpoints) == ["dynamodb", "s3"]


def test_no_subnet_gives_out_public_addresses_but_the_gateways(prod: Synthesized) -> None:
    public = {id for id, s in prod.resources("AWS::EC2::Subnet").items() if s["MapPublicIpOnLaunch"]}
    assert all("publicSubnet" in id for id in public)


def test_it_outlives_the_stacks_that_use_it(prod: Synthesized) -> None:
    for stack in ("WilliamsNetwork", "WilliamsData"):
        assert prod.artifact(stack)["properties"]["terminationProtection"] is True


def test_refused_connections_are_logged(prod: Synthesized) -> None:
    assert prod.only("AWS::EC2::FlowLog")["TrafficType"] == "REJECT"
