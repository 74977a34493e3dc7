// One partner as a page writes it: name, country and role told apart, in list entries and in running text. Knows the ways of
// writing a country beside a name; knows no networks.
#pragma once

#include "ingest/anchors.hpp"
#include "ingest/document.hpp"
#include "ingest/reading.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// A partner's name with what stood beside it. Offsets are bytes of the block's text.
struct Entry {
    Span name;            ///< the words as written, without role, country, leading article, "-led"
    std::string country;  ///< alpha-2, empty where none is given
    bool is_lead = false; ///< the entry itself says so
    bool has_role = false;
    bool doubted = false; ///< the code as written contradicts the town beside it
    Span whole;           ///< name, country and role together
};

/// Reads a whole text (a list entry, a cell, the value of a label) as one partner; nothing where it cannot be one:
/// empty, too long, an address, a sentence.
[[nodiscard]] std::optional<Entry> read_entry(const Reading& reading, std::string_view text, Span span);

/// Reads a text as several partners: separated by commas, slashes, semicolons, closing brackets or nothing but their
/// countries. Empty where it has none. Linear.
[[nodiscard]] std::vector<Entry> read_entries(const Reading& reading, std::string_view text, Span span);

/// The country of a line such as "Country: Slovakia"; nothing for other lines.
[[nodiscard]] std::optional<std::string> country_field(const Reading& reading, std::string_view text);

/// The name that ends where a country begins, in running text: as far back as capital letters and the small words of
/// names go. Empty span where there is none. `words` are those of the text.
[[nodiscard]] Span name_before(const Reading& reading, std::string_view text, const std::vector<Word>& words, const Anchor& anchor,
                               std::size_t not_before);

/// Whether the words may be a partner's name: begins with a capital, digit or word such as "city", at most 14 words, no
/// address, telephone number or date.
[[nodiscard]] bool may_be_name(const Reading& reading, std::string_view text);

/// Name, country and role of an anchor and the span before it, with contradicting codes read from context.
[[nodiscard]] std::optional<Entry> entry_of(const Reading& reading, std::string_view text, Span name, const Anchor& anchor);

} // namespace cityweave::ingest
