"""Objects come in the order in which they are drawn, with what they take from what they stand in."""

from __future__ import annotations

from lxml import etree

from pipeline.read.matrix import IDENTITY
from pipeline.read.ofd_package import Resources
from pipeline.read.ofd_walk import Placed, Room, colour, objects, said


def element(xml: str) -> etree._Element:
    return etree.fromstring(f'<o:Page xmlns:o="http://www.ofdspec.org/2016">{xml}</o:Page>'.encode())


def parameters(**told: str) -> Resources:
    resources = Resources()
    for name, xml in told.items():
        resources.parameters[name] = element(xml)[0]
    return resources


def walked(xml: str, resources: Resources | None = None, room: Room | None = None) -> list[Placed]:
    return list(objects(element(xml), IDENTITY, resources or Resources(), room or Room()))


def test_objects_of_layers_and_blocks() -> None:
    found = walked(
        '<o:Content><o:Layer><o:TextObject ID="1"/><o:PageBlock Visible="false"><o:PathObject ID="2"/></o:PageBlock>'
        '</o:Layer><o:Layer><o:ImageObject ID="3"/><o:Actions/></o:Layer></o:Content>'
    )
    assert [(each.name, each.element.get("ID"), each.is_shown) for each in found] == [
        ("TextObject", "1", True),
        ("PathObject", "2", False),
        ("ImageObject", "3", True),
    ]


def test_a_composite_object_places_and_fades_what_stands_in_it() -> None:
    resources = Resources(composites={"7": element('<o:Content><o:PathObject Alpha="128"/></o:Content>')})
    (found,) = walked(
        '<o:CompositeObject ResourceID="7" CTM="2 0 0 2 1 1" Boundary="10 20 5 5" Alpha="51"/>', resources
    )
    assert found.matrix == (2, 0, 0, 2, 11, 21)
    assert (found.style.alpha, len(found.style.composites)) == (0.2, 1)


def test_a_composite_object_within_itself_comes_to_an_end() -> None:
    room = Room()
    resources = Resources(composites={"7": element('<o:CompositeObject ResourceID="7"/>')})
    assert walked('<o:CompositeObject ResourceID="7"/>', resources, room) == [] and room.is_full


def test_there_is_room_for_so_many_objects() -> None:
    room = Room(left=3)
    assert len(walked("<o:PathObject/>" * 5, room=room)) == 3 and room.is_full


def test_the_nearest_says_how_an_object_is_drawn() -> None:
    resources = parameters(
        base='<o:DrawParam LineWidth="1" Cap="Round"><o:FillColor Value="1 1 1"/></o:DrawParam>',
        red='<o:DrawParam Relative="base" LineWidth="2"><o:StrokeColor Value="255 0 0"/></o:DrawParam>',
        loop='<o:DrawParam Relative="loop"/>',
    )
    first, second, third, last = walked(
        '<o:Layer DrawParam="red"><o:PathObject/><o:PathObject LineWidth="3"/><o:PathObject DrawParam="base"/>'
        '<o:PathObject DrawParam="loop"/></o:Layer>',
        resources,
    )
    assert [said(each, resources, "LineWidth") for each in (first, second, third, last)] == ["2", "3", "1", None]
    assert said(first, resources, "Cap") == "Round"
    stroke, fill = colour(first, resources, "StrokeColor"), colour(first, resources, "FillColor")
    assert stroke is not None and stroke.get("Value") == "255 0 0" and fill is not None
    assert colour(third, resources, "StrokeColor") is None
