# SPDX-License-Identifier: BSL-1.0
"""C++ text as tokens, as far as rules that change one of them need it: brackets that belong together, arguments, axes, and
the names that are in scope at a place."""
import collections
import functools
import re

SKIPPED = re.compile(r"//[^\n]*|/\*.*?\*/|^#ifdef MISTAKE.*?^#endif|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.DOTALL | re.MULTILINE)
TOKEN = re.compile(r"""(?P<name>[A-Za-z_]\w*)|(?P<number>\d[\w.]*)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
                       |(?P<mark>::|->|<=>|<<|<=|>=|==|!=|&&|\|\||\+=|-=|\*=|/=|\+\+|--|\.\.\.|[^\s\w])""", re.VERBOSE)
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
ROLES = {"prev", "key", "reversed", "gates", "both", "merged", "prefix", "target", "cell"}
NO_TYPE = {"return", "throw", "else", "case", "new", "delete", "goto", "typename", "using", "namespace", "operator"}


# A local name: where it is declared, the last token before its scope, the last one of it, and whether it is a lambda.
Declaration = collections.namedtuple("Declaration", "name place first last is_lambda")


class Token:
    __slots__ = ("kind", "text", "start", "end", "mate")

    def __init__(self, kind, text, start):
        self.kind, self.text, self.start, self.end = kind, text, start, start + len(text)
        self.mate = None  # of a bracket: the number of the other one


class Source:
    """One file. `around` are the sources that it includes: their axes and types are known in it, too."""

    def __init__(self, text, around=()):
        self.text, self.around = text, around
        self.tokens = list(self._tokens())
        self._pair_brackets()

    def _tokens(self):
        at = 0
        skipped = [match.span() for match in SKIPPED.finditer(self.text)] + [(len(self.text), len(self.text))]
        for start, end in skipped:
            if start < at:
                continue
            for match in TOKEN.finditer(self.text, at, start):
                yield Token(match.lastgroup, match.group(), match.start())
            at = end

    def _pair_brackets(self):
        """A `<` behind a name, without a blank, opens a list of template arguments: so the code is formatted."""
        tokens, stack = self.tokens, []
        for i, token in enumerate(tokens):
            if token.text in "([{" and token.kind == "mark":
                stack.append(i)
            elif token.text == "<" and i and tokens[i - 1].kind == "name" and (
                    tokens[i - 1].end == token.start or tokens[i - 1].text == "template"):
                stack.append(i)
            elif token.text in ")]}>" and token.kind == "mark":
                while stack and token.text != ">" and tokens[stack[-1]].text == "<":
                    stack.pop()  # that was a comparison
                if stack and CLOSING[tokens[stack[-1]].text] == token.text:
                    tokens[stack[-1]].mate, token.mate = i, stack[-1]
                    stack.pop()

    def slice(self, first, last):
        """The text from one token to another, both included."""
        return self.text[self.tokens[first].start:self.tokens[last].end]

    def line(self, i):
        return self.text.count("\n", 0, self.tokens[i].start) + 1

    def word(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def arguments(self, opening):
        """The ranges (first, last) of tokens between a bracket and its mate, split at commas."""
        parts, first, i = [], opening + 1, opening + 1
        closing = self.tokens[opening].mate
        while i <= closing:
            if i == closing or self.word(i) == ",":
                if first < i:
                    parts.append((first, i - 1))
                first = i + 1
            elif self.tokens[i].mate and self.tokens[i].mate > i:
                i = self.tokens[i].mate
            i += 1
        return parts

    @functools.cached_property
    def enclosing(self):
        """For each token the number of the innermost bracket around it, or None."""
        result, stack = [], []
        for i, token in enumerate(self.tokens):
            if token.mate is not None and token.mate < i:
                stack.pop()
            result.append(stack[-1] if stack else None)
            if token.mate is not None and token.mate > i:
                stack.append(i)
        return result

    def around_token(self, i):
        """The brackets around a token, innermost first."""
        while (i := self.enclosing[i]) is not None:
            yield i

    # ---- axes ----------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def own_axes(self):
        """Name -> (place of the declaration, extent): `16`, `` of one known at run time, or `ragged<Batch>`."""
        found = {}
        for match in re.finditer(r"struct (\w+) : sp::(axis|ragged)<([\w:]*)> \{\};", self.text):
            found[match.group(1)] = (match.start(), f"ragged<{match.group(3)}>" if match.group(2) == "ragged"
                                     else match.group(3))
        for match in re.finditer(r"using (\w+) = sp::(?:both|merged|key|reversed|prev)<[^;]*;", self.text):
            found[match.group(1)] = (match.start(), "derived")
        return found

    @functools.cached_property
    def axes(self):
        """The axes of this file and of those around it, as `own_axes`."""
        found = {}
        for one in self.around:
            found.update((name, (-1, extent)) for name, (_, extent) in one.axes.items())
        found.update(self.own_axes)
        return found

    @functools.cached_property
    def types(self):
        """The aliases and structs of this file and of those around it: name -> text of the alias, or list of members."""
        found = {}
        for one in self.around:
            found.update(one.types)
        for match in re.finditer(r"using (\w+) =\s*([^;]*);", self.text):
            found[match.group(1)] = match.group(2)
        for name, opening in self.struct_bodies:
            found[name] = list(self._members(opening))
        return found

    @functools.cached_property
    def struct_bodies(self):
        """(name, opening brace) of each struct and class that is defined here."""
        found = []
        for i, token in enumerate(self.tokens):
            if token.text in ("struct", "class") and i + 1 < len(self.tokens) and self.tokens[i + 1].kind == "name":
                j = i + 2
                if self.word(j) == "<" and self.tokens[j].mate:
                    j = self.tokens[j].mate + 1
                while self.word(j) not in ("{", ";", "", ")", "=", ","):
                    j += 1
                if self.word(j) == "{":
                    found.append((self.word(i + 1), j))
        return found

    @functools.cached_property
    def models(self):
        """The names of the structs of layers, here and around."""
        found = set(re.findall(r"BOOST_HANA_DEFINE_STRUCT\(\s*(\w+)", self.text))
        return found.union(*(one.models for one in self.around))

    def _members(self, opening):
        """(type, name) of the data members of a struct, those that BOOST_HANA_DEFINE_STRUCT lists included."""
        i, first = opening + 1, opening + 1
        closing = self.tokens[opening].mate
        while i < closing:
            token = self.tokens[i]
            if token.text == "BOOST_HANA_DEFINE_STRUCT":
                for start, end in self.arguments(i + 1)[1:]:
                    kind, name = self.arguments(start)
                    yield self.slice(*kind), self.slice(*name)
            if token.mate and token.mate > i:
                i = token.mate
                if token.text == "{" and self.word(i + 1) != ";":
                    first = i + 1  # a function
            elif token.text == ":" and self.word(i - 1) in ("public", "private", "protected"):
                first = i + 1
            elif token.text == ";":
                names = [j for j in range(first, i) if self.tokens[j].kind == "name" and
                         self.word(j + 1) in (";", ",", "=") and self.enclosing[j] == opening]
                if names and first < names[0] and self.word(first) not in ("using", "static", "template", "struct", "enum", "friend") and \
                        not any(self.word(j) == "(" and self.enclosing[j] == opening for j in range(first, names[0])):
                    for name in names:
                        yield self.slice(first, names[0] - 1), self.word(name)
                first = i + 1
            i += 1

    def expanded(self, kind):
        """The text of a type with all aliases of this program written out."""
        for _ in range(4):
            kind = re.sub(r"\w+", lambda match: self.types[match.group()] if isinstance(
                self.types.get(match.group()), str) else match.group(), kind)
        return kind

    def axis_end(self, i):
        """The last token of the axis that begins with token i: `Batch`, `sp::key<Time>`, `both<A, sp::reversed<A>>`; or
        None if there is none."""
        if self.word(i) == "sp" and self.word(i + 1) == "::":
            i += 2
        if self.tokens[i].kind != "name":
            return None
        if self.word(i) in ROLES and self.word(i + 1) == "<" and self.tokens[i + 1].mate:
            parts = self.arguments(i + 1)
            return self.tokens[i + 1].mate if all(self.axis_end(first) == last for first, last in parts) else None
        if self.word(i) in self.axes and self.axes[self.word(i)][0] < self.tokens[i].start and \
                self.word(i - 1) not in ("struct", "using"):
            return i
        return None

    # ---- names ---------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def declarations(self):
        found = []
        for i, token in enumerate(self.tokens):
            if token.text == "auto":
                found += self._bound_names(i)
            if token.kind == "name" and self._is_declared(i):
                found.append(self._with_scope(i, self.enclosing[i]))
        return [one for one in found if one]

    def _bound_names(self, i):
        """Those of `auto const& [memory, start] = ...`."""
        j = i + 1
        while self.word(j) in ("const", "&", "&&"):
            j += 1
        if self.word(j) == "[":
            for first, _ in self.arguments(j):
                yield self._with_scope(first, self.enclosing[j])

    def _is_declared(self, i):
        """Behind a type stands `x =`, `x(`, `x;` ...: types end in a name, in `>`, or in a `&` without a blank before it."""
        if i == 0 or self.word(i + 1) not in ("=", "(", "{", ";", ",", ")", ":"):
            return False
        before = self.tokens[i - 1]
        if before.text in ("&", "&&"):
            return i > 1 and self.tokens[i - 2].end == before.start and before.end < self.tokens[i].start
        return before.mate is not None if before.text == ">" else before.kind == "name" and before.text not in NO_TYPE

    def _with_scope(self, i, bracket):
        if bracket is None:
            return None
        end = self.tokens[bracket].mate
        if self.word(bracket) == "(" and self.word(bracket - 1) in ("for", "if", "while", "switch"):
            return Declaration(self.word(i), i, i, self._end_of_statement(end + 1), False)
        if self.word(bracket) == "(":  # a parameter: its scope is the body that follows
            j = end + 1
            while self.word(j) not in ("{", ";", "") and j < end + 30:
                j += 1
            return Declaration(self.word(i), i, i, self.tokens[j].mate, False) if self.word(j) == "{" else None
        if self.word(bracket) != "{" or bracket in self._type_braces:
            return None
        # A value may not use the name that it is given to.
        is_lambda = self.word(i + 1) == "=" and self.word(i + 2) == "["
        return Declaration(self.word(i), i, self._end_of_value(i), end, is_lambda)

    def _end_of_value(self, i):
        while self.word(i) not in (";", ""):
            i = self.tokens[i].mate if (self.tokens[i].mate or 0) > i else i + 1
            if self.word(i) == "," and self.word(i + 2) in ("=", "(", "{"):
                break
        return i

    def _end_of_statement(self, j):
        if self.word(j) == "{":
            return self.tokens[j].mate
        while j < len(self.tokens) and self.word(j) != ";":
            j = self.tokens[j].mate + 1 if self.tokens[j].mate and self.tokens[j].mate > j else j + 1
        return j

    @functools.cached_property
    def _type_braces(self):
        braces = {opening for _, opening in self.struct_bodies}
        for i, token in enumerate(self.tokens):
            if token.text == "namespace":
                j = i
                while self.word(j) not in ("{", ";", "="):
                    j += 1
                braces.add(j)
        return braces

    def function_of(self, i):
        """The brackets (first, last) of the outermost function body around a token, or None."""
        found = None
        for bracket in self.around_token(i):
            if self.word(bracket) == "{" and bracket not in self._type_braces:
                found = bracket, self.tokens[bracket].mate
        return found

    def visible(self, i):
        """The local names that are declared at a place: name -> whether it is a lambda."""
        return {one.name: one.is_lambda for one in self.declarations if one.first < i <= one.last}

    def declaration(self, name, i):
        """How a local name that is visible at a place was declared: the text from its type to the end of its value."""
        places = [one.place for one in self.declarations if one.name == name and one.first < i <= one.last]
        if not places:
            return ""
        start = end = places[-1]
        bracket = self.enclosing[start]
        while start - 1 > bracket and self.word(start - 1) not in (";", "{", "}", "," if self.word(bracket) == "(" else ""):
            start = self.tokens[start - 1].mate if self.word(start - 1) in (")", ">", "]") and \
                self.tokens[start - 1].mate is not None else start - 1
        while self.word(end + 1) not in (";", ",", ")", ":", ""):
            end = self.tokens[end + 1].mate if (self.tokens[end + 1].mate or 0) > end else end + 1
        return self.slice(start, end)

    def struct_around(self, i):
        """The name of the struct whose body a token stands in, or None."""
        for bracket in self.around_token(i):
            for name, opening in self.struct_bodies:
                if opening == bracket:
                    return name
        return None
