#include "gazetteer/name_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t most_forms = 96;
constexpr std::size_t shortest_stem = 2;
constexpr std::size_t shortest_form = 3;
constexpr std::size_t longest_ending = 16;
constexpr std::size_t shortest_part = 3;
constexpr std::size_t most_keys = 4000;

/// What may follow the "sk", "ck" or "zk" of a Slavic adjective, in any gender, number and case.
constexpr std::array after_k = std::to_array<std::string_view>({"a",    "ata", "aya", "e",  "eho", "ej", "em",  "emu", "i",  "ich", "ie",
                                                                "iego", "iej", "ih",  "ij", "im",  "im", "iya", "iy",  "o",  "og",  "oga",
                                                                "ogo",  "oi",  "oho", "oj", "om",  "ou", "u",   "y",   "yi", "ych"});

void add(std::vector<std::string>& forms, std::string form) {
    if (forms.size() < most_forms && std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(std::move(form));
}

void add_forms(std::string_view folded, const Gazetteer& gazetteer, bool may_go_on, std::vector<std::string>& forms) {
    for (auto length = std::min(longest_ending, folded.size()); length > 0; --length) {
        const auto stem = folded.substr(0, folded.size() - length);
        if (stem.size() < shortest_stem) continue;
        for (const auto base : gazetteer.values(Section::endings, folded.substr(folded.size() - length))) {
            const bool goes_on = base == "+";
            auto form = std::string(stem) + (goes_on ? std::string() : std::string(base));
            if (form == folded || form.size() < shortest_form) continue;
            if (goes_on && may_go_on) add_forms(stem, gazetteer, false, forms);
            add(forms, std::move(form));
        }
    }
}

} // namespace

std::string adjective(std::string_view folded) {
    const auto k = folded.rfind('k');
    if (k == std::string_view::npos || k < shortest_part) return {};
    const char before = folded[k - 1];
    if (before != 's' && before != 'c' && before != 'z') return {};
    if (std::find(after_k.begin(), after_k.end(), folded.substr(k + 1)) == after_k.end()) return {};
    return std::string(folded.substr(0, k + 1)) + 'i';
}

std::vector<std::string> base_forms(std::string_view folded, const Gazetteer& gazetteer) {
    std::vector<std::string> forms;
    add_forms(folded, gazetteer, true, forms);
    const auto lemma = adjective(folded);
    if (!lemma.empty() && lemma != folded) add_forms(lemma, gazetteer, false, forms);
    return forms;
}

std::vector<std::string> base_forms(const std::vector<std::string>& folded_words, const Gazetteer& gazetteer) {
    std::vector<std::string> begun = {""};
    for (const auto& word : folded_words) {
        auto forms = base_forms(word, gazetteer);
        forms.insert(forms.begin(), word);
        std::vector<std::string> longer;
        for (const auto& beginning : begun)
            for (const auto& form : forms) {
                auto text = beginning.empty() ? form : fmt::format("{} {}", beginning, form);
                if (longer.size() < most_forms && gazetteer.has_prefix(text)) longer.push_back(std::move(text));
            }
        begun = std::move(longer);
    }
    std::string same;
    for (const auto& word : folded_words) same += (same.empty() ? "" : " ") + word;
    std::erase(begun, same);
    return begun;
}

std::vector<std::uint32_t> compound_keys(std::string_view folded, const Gazetteer& gazetteer, std::string_view country) {
    std::vector<std::uint32_t> found;
    if (adjective(folded).empty()) return found;
    for (std::size_t joint = shortest_part; joint + shortest_part < folded.size(); ++joint) {
        if (folded[joint] != 'o') continue;
        const auto first = folded.substr(0, joint);
        const auto seconds = base_forms(folded.substr(joint + 1), gazetteer);
        for (const auto key : gazetteer.keys_from(first, country, most_keys)) {
            const auto text = gazetteer.key_text(key);
            const auto blank = text.find(' ');
            if (blank == std::string_view::npos || blank > joint + shortest_part) continue;
            const auto second = text.substr(blank + 1);
            if (std::find(seconds.begin(), seconds.end(), second) != seconds.end()) found.push_back(key);
        }
    }
    return found;
}

} // namespace cityweave::gazetteer
