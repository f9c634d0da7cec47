# SPDX-License-Identifier: BSL-1.0
"""The rules by which a program is changed. Each is a function from a Source to the sites that it finds: at a site stand one
or several ways to change the meaning of a tensor, and nothing else, by names that are in scope there."""
import collections
import re

# A site is a list of alternatives; each is a list of edits (first character, one past the last, new text).
RULES = {}
Site = collections.namedtuple("Site", "rule place alternatives")

LOSSES = {"cross_entropy": "softmax", "cross_entropy_each": "softmax", "binary_cross_entropy": "sigmoid"}
REDUCTIONS = {"sum", "mean"}
OPERATIONS = set("""abs add affine argmax attend attend_additive beam_search binary_cross_entropy cast check_index
    check_length concat cross_entropy cross_entropy_each dot dropout embed exp expand first gather gather_within
    greedy_search last layer_norm log log_softmax map mask max mean merge negative_log_likelihood one_hot padded permute
    relu rename repeat scan sequence_mask sigmoid slice softmax split sqrt square stack stop_gradient sum tanh
    teacher_forcing top_k unstack where conv2d max_pool2d rescale""".split())
METHODS = {"scores", "step", "run", "prepare", "start", "encode", "read", "backward"}
DROPPED = {"rename", "prepare", "start", "concat", "check_index", "expand", "permute"}  # calls that only change a type
# Members of what the library gives back that could be taken for each other.
RESULTS = [("prefix", "target"), ("outputs", "state"), ("context", "weights"), ("scores", "state", "weights"),
           ("tokens", "alignment")]


# How names are declared that no tensor stands behind; a word that was looked up is data.
NO_TENSOR = re.compile(r"^(float|double|int|bool|auto|std::\w+|size_t)( const)? \w+( : |$)|model<|\btape\b(?!\()|options|adam|"
                       r"builder|\.encode\(\"|greedy_search|beam_search|_search<|::vocabulary<")


def rule(name):
    def register(function):
        def sites(source):
            for place, alternatives in function(source):
                alternatives = [edits for edits in alternatives
                                if any(source.text[a:b] != new for a, b, new in edits)]
                if alternatives:
                    yield Site(name, place, alternatives)
        RULES[name] = sites
        return function
    return register


def edit(source, first, last, new):
    return source.tokens[first].start, source.tokens[last].end, new


def swapped(source, one, other):
    """The edits that exchange two ranges of tokens."""
    return [edit(source, *one, source.slice(*other)), edit(source, *other, source.slice(*one))]


def callee(source, opening):
    """The name before a call's bracket, template arguments left out, and its number."""
    i = opening - 1
    if source.word(i) == ">" and source.tokens[i].mate is not None:
        i = source.tokens[i].mate - 1
    return (source.word(i), i) if i >= 0 and source.tokens[i].kind == "name" else ("", i)


def is_library_call(source, i, name=None):
    """Whether token i is X in `sp::X<...>(` or `sp::X(`."""
    after = i + 1
    if source.word(after) == "<" and source.tokens[after].mate:
        after = source.tokens[after].mate + 1
    return (source.word(i - 1) == "::" and source.word(i - 2) == "sp" and source.word(after) == "(" and
            (name is None or source.word(i) == name))


def opening_of(source, i):
    """The bracket of the call whose name is token i."""
    return source.tokens[i + 1].mate + 1 if source.word(i + 1) == "<" else i + 1


def layers(source):
    """The members of all models in sight: the name of the struct -> the names of its layers and parameters."""
    return {struct: [name for kind, name in source.types[struct] if "sp::" in source.expanded(kind)]
            for struct in source.models}


def is_tensor_call(source, opening):
    """Whether what is called at this bracket takes tensors: an operation, a layer, a model, a tape, a step."""
    if source.word(opening) != "(" or source.tokens[opening].mate is None:
        return False
    name, i = callee(source, opening)
    if source.word(i - 1) == "::":
        return source.word(i - 2) == "sp" and name in OPERATIONS
    if source.word(i - 1) in (".", "->"):
        return name in METHODS or any(name in names for names in layers(source).values())
    around = source.struct_around(i)
    known = set(layers(source).get(around, ())) | METHODS
    return bool(source.function_of(i)) and (name in known or name in source.visible(i))


def operands(source, i):
    """The local names around a place that stand somewhere in the same function where a tensor stands."""
    body = source.function_of(i)
    if body is None:
        return []
    cache = source.__dict__.setdefault("operand_cache", {})
    if body not in cache:
        names = set()
        for j in range(*body):
            if is_tensor_call(source, j):
                for first, last in source.arguments(j):
                    if first == last and source.tokens[first].kind == "name":
                        names.add(source.word(first))
            if is_operator(source, j):
                for first, last in (left_of(source, j), right_of(source, j)):
                    if first == last and source.tokens[first].kind == "name" and is_tensor(source, first):
                        names.add(source.word(first))
        cache[body] = names
    visible = source.visible(i)
    return sorted(name for name in cache[body] if visible.get(name) is False and
                  not NO_TENSOR.search(source.declaration(name, i)))


def left_of(source, i):
    """The operand before an operator: a name, a member, or a call, as a range of tokens."""
    j = i - 1
    while True:
        while source.word(j) in (")", "]", ">", "}") and source.tokens[j].mate is not None:
            j = source.tokens[j].mate - 1
        if source.word(j - 1) not in (".", "->", "::"):
            break
        j -= 2
    return (j if source.tokens[j].kind in ("name", "number") else j + 1), i - 1


def right_of(source, i):
    j = i + 1
    while j + 1 < len(source.tokens):
        if source.word(j + 1) in ("(", "[", "{", "<") and source.tokens[j + 1].mate:
            j = source.tokens[j + 1].mate
        elif source.word(j + 1) in (".", "->", "::"):
            j += 2
        else:
            break
    if source.word(i + 1) == "(":
        j = source.tokens[i + 1].mate
    return i + 1, j


def is_operator(source, i):
    """Whether a tensor may stand on both sides of token i."""
    if source.word(i) not in ("+", "-", "*", "/", "==") or not 0 < i < len(source.tokens) - 1:
        return False
    before, token, after = source.tokens[i - 1:i + 2]
    return (before.end < token.start and token.end < after.start and source.function_of(i) is not None and
            before.kind != "number" and after.kind != "number" and
            (before.kind == "name" or before.mate is not None) and (after.kind == "name" or after.text == "("))


def is_tensor(source, i):
    """Whether a name was declared as one may guess that a tensor is: by the library, or as an argument of any type."""
    return bool(re.search(r"\bsp::|^(sp::operand )?auto const& \w+$|^auto \w+$", source.declaration(source.word(i), i)))


def axis_places(source):
    """Every axis that is an argument of a template, or the value of an extent: (first token, last token, is a value)."""
    i = 0
    while i < len(source.tokens):
        end = source.axis_end(i)
        if end is not None:
            bracket = source.enclosing[i]
            listed = bracket is not None and source.word(bracket) == "<" and any(
                part == (i, end) for part in source.arguments(bracket))
            value = source.word(end + 1) == "{" and source.word(i - 1) not in ("struct", "class")
            if listed or value:
                yield i, end, value and not listed
            i += 3 if source.word(i) == "sp" else 1  # roles hold further axes
        else:
            i += 1


def axes_in_sight(source, i):
    """All axes that could be meant at a place: those declared, and the second roles that the file uses."""
    place = source.tokens[i].start
    names = [name for name, (declared, _) in source.axes.items() if declared < place]
    roles = {source.slice(first, last) for first, last, value in axis_places(source) if first != last and not value}
    return names + sorted(roles)


# ---- axes --------------------------------------------------------------------------------------------------------------


@rule("another axis")
def another_axis(source):
    for first, last, value in axis_places(source):
        here = source.slice(first, last)
        struct = source.word(first - 6) if source.word(first - 1) == "<" and source.word(first - 2) == "ragged" else None
        others = [axis for axis in axes_in_sight(source, first) if axis != here and here not in axis and axis != struct]
        if value:
            others = [axis for axis in others if axis.isidentifier()]
        yield first, [[edit(source, first, last, axis)] for axis in others]


@rule("axes swapped")
def axes_swapped(source):
    for i, token in enumerate(source.tokens):
        if token.text == "<" and token.mate:
            parts = source.arguments(i)
            for one, other in zip(parts, parts[1:]):
                if source.axis_end(one[0]) == one[1] and source.axis_end(other[0]) == other[1]:
                    yield one[0], [swapped(source, one, other)]


@rule("role dropped")
def role_dropped(source):
    for first, last, _ in axis_places(source):
        name = first + 2 if source.word(first) == "sp" else first
        if name < last and len(source.arguments(name + 1)) == 1:
            yield first, [[edit(source, first, last, source.slice(*source.arguments(name + 1)[0]))]]


@rule("prefix and target swapped")
def prefix_and_target(source):
    other = {"prefix": "target", "target": "prefix"}
    for i, token in enumerate(source.tokens):
        if token.text in other and source.word(i - 1) in ("::", ".") and source.word(i - 2) != "shapeproof":
            yield i, [[edit(source, i, i, other[token.text])]]


@rule("reduced axis dropped")
def reduced_axis_dropped(source):
    for i, token in enumerate(source.tokens):
        if token.text in REDUCTIONS and is_library_call(source, i) and source.word(i + 1) == "<":
            yield i, [[edit(source, i + 1, source.tokens[i + 1].mate, "")]]


@rule("raggedness dropped")
def raggedness_dropped(source):
    for i, token in enumerate(source.tokens):
        if token.text == "ragged" and source.word(i - 1) == "::" and source.word(i + 1) == "<":
            yield i, [[edit(source, i, source.tokens[i + 1].mate, "axis<>")]]


# ---- elements ----------------------------------------------------------------------------------------------------------


@rule("cast dropped")
def cast_dropped(source):
    for i in range(len(source.tokens)):
        if is_library_call(source, i, "cast"):
            opening = opening_of(source, i)
            arguments = source.arguments(opening)
            yield i, [[edit(source, i - 2, source.tokens[opening].mate, source.slice(*arguments[0]))]]


@rule("cast changed")
def cast_changed(source):
    for i in range(len(source.tokens)):
        if is_library_call(source, i, "cast"):
            here = source.word(i + 2)
            yield i, [[edit(source, i + 2, i + 2, new)] for new in ("float", "double", "int", "bool") if new != here]


@rule("element changed")
def element_changed(source):
    for i, token in enumerate(source.tokens):
        if token.text in ("tensor", "parameter") and source.word(i - 1) == "::" and source.word(i + 1) == "<":
            first, last = source.arguments(i + 1)[0]
            here = source.slice(first, last)
            new = {"float": ["double", "int"], "double": ["float"], "int": ["float"]}.get(here, ["int"])
            yield i, [[edit(source, first, last, one)] for one in new]


@rule("ids unchecked")
def ids_unchecked(source):
    """A raw number where an id is made, or raw numbers where ids are."""
    for i, token in enumerate(source.tokens):
        name = token.text
        if name in ("begin_marker", "end_marker", "encode") and source.word(i - 1) == "." and source.word(i + 1) == "(":
            first, _ = left_of(source, i + 1)
            yield i, [[edit(source, first, source.tokens[i + 1].mate, "0")]]
        elif name in ("check_index", "at") and is_library_call(source, i):
            opening = opening_of(source, i)
            arguments = source.arguments(opening)
            value = source.arguments(i + 1)[1] if name == "at" else arguments[0] if arguments else None
            if value:
                yield i, [[edit(source, i - 2, source.tokens[opening].mate, source.slice(*value))]]


@rule("softmax before a loss")
def softmax_before_a_loss(source):
    for i, token in enumerate(source.tokens):
        if token.text in LOSSES and is_library_call(source, i):
            axis = source.slice(i + 1, source.tokens[i + 1].mate) if source.word(i + 1) == "<" else ""
            first, last = source.arguments(opening_of(source, i))[0]
            yield i, [[edit(source, first, last, f"sp::{LOSSES[token.text]}{axis}({source.slice(first, last)})")]]


# ---- extents, lengths, positions ---------------------------------------------------------------------------------------


def off_by_one(source, i):
    number = int(source.word(i))
    return [[edit(source, i, i, str(other))] for other in (number - 1, number + 1) if other >= 0]


def makes_a_model(source, opening):
    """Whether a bracket is that of `sp::model<speller> model(seed, Letter{27}, ...)`, or of an alias of such a type."""
    name, i = callee(source, opening)
    return source.expanded(name).startswith("sp::model<") or (
        source.word(i - 1) == ">" and source.word(source.tokens[i - 1].mate - 1) == "model")


@rule("wrong extent")
def wrong_extent(source):
    """Where an extent is said a second time, or beside the numbers that have it. Where it is said once, it is what it is."""
    values = [(last, *part) for first, last, value in axis_places(source) if value and
              "ragged" not in source.axes.get(source.word(last), ("", ""))[1] for part in source.arguments(last + 1)]
    said = collections.Counter(source.word(axis) for axis, _, _ in values)
    for axis, first, last in values:
        listed = any(source.word(bracket - 1) == "of" for bracket in source.around_token(first))
        if makes_a_model(source, source.enclosing[axis]):
            continue  # the widths of a model are what is said there
        if said[source.word(axis)] > 1 or listed or source.tokens[first].kind != "number":
            if source.tokens[first].kind == "number":
                yield first, off_by_one(source, first)
            else:
                text = source.slice(first, last)
                yield first, [[edit(source, first, last, f"{text} {sign} 1")] for sign in "+-"]
    bound = set()  # the axes of numbers that stand in the program
    for i, token in enumerate(source.tokens):
        if token.text == "tensor" and source.word(i + 1) == "<" and source.word(source.tokens[i + 1].mate + 2) == "of":
            bound |= {source.word(j) for j in range(i + 2, source.tokens[i + 1].mate)}
    numbers = collections.Counter(token.text for token in source.tokens)
    for i, token in enumerate(source.tokens):
        if token.text == "axis" and source.word(i + 1) == "<" and source.tokens[i + 2].kind == "number":
            name, number = source.word(i - 4), source.word(i + 2)
            if name in bound or (numbers[number] > 1 and re.search(rf"(index|vocabulary)<{name}>", source.text)):
                yield i, off_by_one(source, i + 2)


@rule("another length")
def another_length(source):
    for first, last, value in axis_places(source):
        if value and "ragged" in source.axes.get(source.word(last), ("", ""))[1]:
            for i in range(last + 1, source.tokens[last + 1].mate):
                if source.tokens[i].kind == "number":
                    yield i, off_by_one(source, i)
    for i, token in enumerate(source.tokens):  # the end marker counts, or does not
        if token.text == "+" and source.word(i + 1) == "1" and source.word(i + 2) == "}":
            yield i, [[edit(source, i, i + 1, "")], [edit(source, i + 1, i + 1, "2")]]


@rule("off-by-one position")
def off_by_one_position(source):
    for i, token in enumerate(source.tokens):
        if token.text == "at" and is_library_call(source, i) and source.word(i + 1) == "<":
            first, last = source.arguments(i + 1)[1]
            if first == last and source.tokens[first].kind == "number":
                yield i, off_by_one(source, first)
        if token.text == "slice" and is_library_call(source, i):
            first, last = source.arguments(opening_of(source, i))[1]
            yield i, [[edit(source, first, last, f"{source.slice(first, last)} {sign} 1")] for sign in "+-"]


# ---- operands ----------------------------------------------------------------------------------------------------------


def is_operand(source, first, last):
    """A name, a member or a call of something that is a tensor, as far as the text tells."""
    if source.tokens[first].kind != "name" or left_of(source, last + 1)[0] != first:
        return False
    names = operands(source, first)
    return any(source.word(i) in names or (source.word(i) == "sp" and source.word(i + 1) == "::")
               for i in range(first, last + 1)) and source.word(last - 2) not in ("begin", "end", "size")


@rule("operands swapped")
def operands_swapped(source):
    for i, token in enumerate(source.tokens):
        if is_operator(source, i):
            one, other = left_of(source, i), right_of(source, i)
            if is_operand(source, *one) or is_operand(source, *other):
                yield i, [swapped(source, one, other)]
        if token.text in ("(", "{") and token.mate and source.function_of(i):
            returned = token.text == "{" and source.word(i - 1) == "return"
            made = callee(source, i)[0] in ("pair", "tuple")
            if not (is_tensor_call(source, i) or returned or made):
                continue
            parts = source.arguments(i)
            for one, other in zip(parts, parts[1:]):
                if all(source.tokens[first].kind == "name" and left_of(source, last + 1)[0] == first
                       for first, last in (one, other)) and (not returned or is_operand(source, *one) or
                                                             is_operand(source, *other)):
                    yield one[0], [swapped(source, one, other)]


@rule("another operand")
def another_operand(source):
    for i, token in enumerate(source.tokens):
        if token.kind != "name" or token.text not in operands(source, i):
            continue
        bracket = source.enclosing[i]
        alone = source.word(i - 1) in ("(", ",", "{") and source.word(i + 1) in (")", ",", "}")
        argument = alone and bracket is not None and (is_tensor_call(source, bracket) or source.word(bracket) == "{")
        beside = any(is_operator(source, j) and i in range_of(side(source, j)) for j, side in
                     ((i - 1, right_of), (i + 1, left_of)))
        if argument or beside:
            yield i, [[edit(source, i, i, name)] for name in operands(source, i) if name != token.text]


def range_of(part):
    return range(part[0], part[1] + 1)


@rule("call dropped")
def call_dropped(source):
    """rename<A, B>(x) -> x, prepare(memory) -> memory: the argument where its conversion belongs."""
    for i, token in enumerate(source.tokens):
        if token.text not in DROPPED or token.text == "check_index":
            continue
        opening = opening_of(source, i)
        if source.word(opening) != "(" or not is_tensor_call(source, opening):
            continue
        arguments = source.arguments(opening)
        if arguments:
            first, _ = left_of(source, opening)
            yield i, [[edit(source, first, source.tokens[opening].mate, source.slice(*part))] for part in arguments]


@rule("tape dropped")
def tape_dropped(source):
    for i, token in enumerate(source.tokens):
        if token.text in ("tape", "part", "t") and source.word(i + 1) == "(" and source.word(i - 1) in ("(", ","):
            arguments = source.arguments(i + 1)
            if len(arguments) == 1 and source.word(i - 2) != "tape":
                yield i, [[edit(source, i, source.tokens[i + 1].mate, source.slice(*arguments[0]))]]


# ---- members, states, layers -------------------------------------------------------------------------------------------


def has_meaning(source, kind):
    """Whether a member of this type is a tensor, a vocabulary, a layer, or ids."""
    text = source.expanded(kind)
    return any(word in text for word in ("sp::tensor", "sp::vocabulary", "sp::index", "sp::parameter", "sp::linear",
                                         "sp::embedding", "lstm", "decoder"))


@rule("another member")
def another_member(source):
    """The source's letters for the target's, one vocabulary for another."""
    groups = {struct: [name for kind, name in members if has_meaning(source, kind)]
              for struct, members in source.types.items() if isinstance(members, list)}
    for i, token in enumerate(source.tokens):
        if token.kind != "name" or source.function_of(i) is None:
            continue
        if source.word(i - 1) in (".", "->") and source.word(i - 2) not in ("(", "{", ","):
            receiver = source.word(left_of(source, i - 1)[1])
            kind = re.match(r"\w+", source.declaration(receiver, i) or "auto").group()
            near = [groups[kind]] if kind in groups else [
                names for struct, names in groups.items() if struct not in source.models or "model" in receiver] + RESULTS
        elif source.struct_around(i) in set(groups) - source.models and token.text not in source.visible(i) and \
                source.word(i - 1) not in (".", "->", "::") and not any(one.place == i for one in source.declarations):
            near = [groups[source.struct_around(i)]]
        else:
            continue
        others = {other for names in near if token.text in names for other in names} - {token.text}
        if token.text not in ("prefix", "target"):  # they have a rule of their own
            yield i, [[edit(source, i, i, other)] for other in sorted(others)]


@rule("another layer")
def another_layer(source):
    """In a model: one layer for another; of several alike, another one."""
    all_layers = {name for names in layers(source).values() for name in names}
    for i, token in enumerate(source.tokens):
        names = layers(source).get(source.struct_around(i), []) if source.function_of(i) else []
        if token.text in names and source.word(i - 1) not in (".", "->", "::") and token.text not in source.visible(i):
            yield i, [[edit(source, i, i, name)] for name in names if name != token.text]
        array = source.word(i - 1)
        if token.text == "[" and token.mate == i + 2 and (array in all_layers and array not in source.visible(i) or
                                                         "std::array<" in source.declaration(array, i)):
            other = "1" if source.word(i + 1) == "0" else "0"
            yield i, [[edit(source, i + 1, i + 1, other)]]


@rule("another state")
def another_state(source):
    """h for c, the last layer's for the first one's, forward for backward."""
    for i, token in enumerate(source.tokens):
        if token.text == "get" and source.word(i - 2) == "std" and source.word(i + 2) in ("0", "1"):
            yield i, [[edit(source, i + 2, i + 2, "1" if source.word(i + 2) == "0" else "0")]]
        other = {"back": "front", "front": "back"}.get(token.text)
        if other and source.word(i - 1) == "." and "state" in source.word(i - 2):
            yield i, [[edit(source, i, i, other)]]
        if token.text == "[" and token.mate and source.word(i - 1) in ("auto", "const", "&"):
            parts = source.arguments(i)
            for one, other in zip(parts, parts[1:]):
                if source.tokens[one[0]].kind == "name" and one[0] == one[1]:
                    yield one[0], [swapped(source, one, other)]


@rule("markers swapped")
def markers_swapped(source):
    other = {"begin_marker": "end_marker", "end_marker": "begin_marker", "begin": "end", "end": "begin"}
    for i, token in enumerate(source.tokens):
        if token.text in ("begin_marker", "end_marker") and source.word(i - 1) == ".":
            yield i, [[edit(source, i, i, other[token.text])]]
        elif token.text in ("begin", "end") and source.word(i - 1) == "." and "marker" in source.word(i - 2):
            yield i, [[edit(source, i, i, other[token.text])]]


@rule("source and target swapped")
def source_and_target(source):
    """The lengths of an example, named or in their order."""
    for i, token in enumerate(source.tokens):
        if token.text != "{" or not token.mate or source.word(i - 1) not in ("(", ",", "return", "example_length"):
            continue
        parts = source.arguments(i)
        words = {source.word(first + 1) for first, _ in parts if source.word(first) == "."}
        if words == {"source", "target"}:
            yield i, [swapped(source, *((first + 3, last) for first, last in parts))]
        elif len(parts) == 2 and not words and "lengths" in source.slice(max(0, i - 5), i):
            yield i, [swapped(source, *parts)]
