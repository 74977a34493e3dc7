#include "gazetteer/name_forms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t most_forms = 64;
constexpr std::size_t shortest_stem = 2;
constexpr std::size_t shortest_form = 3;
constexpr std::size_t longest_ending = 8;

void add(std::vector<std::string>& forms, std::string form) {
    if (forms.size() < most_forms && std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(std::move(form));
}

} // namespace

std::vector<std::string> base_forms(std::string_view folded, const Gazetteer& gazetteer) {
    std::vector<std::string> forms;
    for (auto length = std::min(longest_ending, folded.size()); length > 0; --length) {
        const auto stem = folded.substr(0, folded.size() - length);
        if (stem.size() < shortest_stem) continue;
        for (const auto base : gazetteer.values(Section::endings, folded.substr(folded.size() - length))) {
            auto form = std::string(stem) + std::string(base);
            if (form != folded && form.size() >= shortest_form) add(forms, std::move(form));
        }
    }
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

} // namespace cityweave::gazetteer
